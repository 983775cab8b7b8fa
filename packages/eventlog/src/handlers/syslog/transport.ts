/** A way to bring messages to a daemon. */
export interface SyslogTransport {
  /** False where nothing tells whether messages have arrived. */
  readonly confirms: boolean;
  /** @throws {HandlerError} where it could never work */
  open(directory: string): void;
  /**
   * Brings messages to the daemon, in their order.
   *
   * @returns the indexes of those that are too large for the way they would have to go
   */
  send(messages: readonly Buffer[], signal: AbortSignal): Promise<ReadonlySet<number>>;
}
