/** Where a handler for files puts its lines: one file, or a file and its backups. */
export interface LineFile {
  /** @throws {HandlerError} naming the file and the fix */
  open(): void;
  /**
   * Appends whole lines, each with its end.
   *
   * @throws {AppendError | SyncError} where not all of them could be written
   */
  append(lines: Buffer): Promise<void>;
  /** Brings what was appended to the disk itself. @throws {SyncError} */
  sync(): Promise<void>;
  close(): void | Promise<void>;
}

/** What a handler tells its file. */
export interface LineFileSetup {
  /** The first append empties the file. */
  readonly truncate: boolean;
  /** What is acknowledged is on the disk, not only with the system. */
  readonly durable: boolean;
  /** Tells the operator of trouble that stops nothing. */
  report(problem: Error): void;
}
