import { mkdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { HandlerError } from "../errors.js";
import { FileLock } from "../file-lock.js";
import type { LineFile, LineFileSetup } from "../handlers/line-file.js";
import { AppendError, LogFile, reasonOf, SyncError } from "../handlers/log-file.js";
import { syncFolder } from "../sync-folder.js";
import { Compression } from "./compression.js";
import type { Rotation } from "./rotation.js";

/** A rollover that failed is tried again after so long, in milliseconds. */
const retryDelay = 1000;

export interface RotatingSetup extends LineFileSetup {
  readonly rotation: Rotation;
  /** Compresses backups. */
  readonly gzip: boolean;
}

/**
 * A log file that becomes a backup of itself now and then, and begins anew. It has the file for itself: two that rename
 * the same files would each lose what the other writes.
 *
 * ```
 *   lines ─▶ fit? ──────────────────────────────────────────▶ append
 *             └ not all ─▶ sync ─▶ rename ─▶ sync the folder ─┘ the rest, to a new file
 * ```
 *
 * While it cannot be rolled over, lines go on to the same file, as a file that is too long loses nothing.
 */
export class RotatingLogFile implements LineFile {
  readonly #path: string;
  readonly #file: LogFile;
  readonly #rotation: Rotation;
  readonly #compression: Compression | undefined;
  readonly #durable: boolean;
  readonly #report: (problem: Error) => void;
  #lock: FileLock | undefined;
  #failure: Error | undefined;
  /** By a clock that is never set. */
  #retryAt = 0;

  constructor(path: string, { rotation, gzip, truncate, durable, report }: RotatingSetup) {
    this.#path = path;
    this.#file = new LogFile(path, { truncate, durable });
    this.#rotation = rotation;
    this.#compression = gzip ? new Compression(rotation.backups, report) : undefined;
    this.#durable = durable;
    this.#report = report;
  }

  open(): void {
    const lock = this.#takeLock();
    try {
      const modified = statSync(this.#path, { throwIfNoEntry: false })?.mtimeMs;
      this.#rotation.begin(modified === undefined ? undefined : Math.floor(modified / 1000));
      this.#file.open();
      this.#lock = lock;
    } catch (error) {
      lock.release();
      throw error;
    }
    void this.#compression?.start();
  }

  async append(lines: Buffer): Promise<void> {
    let written = 0;
    let synced = 0;
    try {
      // With the option delay, this is when it is opened.
      if (this.#lock === undefined) this.open();
      while (written < lines.length) {
        const rest = lines.subarray(written);
        let fitting = this.#rotation.fitting(rest, this.#file.size);
        if (fitting === 0) {
          const done = await this.#rollOver();
          if (done) synced = written;
          fitting = done ? this.#rotation.fitting(rest, 0) : rest.length;
        }
        await this.#file.append(rest.subarray(0, fitting));
        written += fitting;
      }
    } catch (error) {
      if (error instanceof SyncError) throw new SyncError(error.message, synced, error.cause);
      if (error instanceof AppendError)
        throw new AppendError(error.message, written + error.kept, error.cause);
      const message = error instanceof HandlerError ? error.message : `${this.#path}: ${reasonOf(error)}`;
      throw new AppendError(message, written, error);
    }
  }

  sync(): Promise<void> {
    return this.#file.sync();
  }

  async close(): Promise<void> {
    this.#file.close();
    await this.#compression?.stop();
    this.#lock?.release();
    this.#lock = undefined;
  }

  /** @returns whether the next line begins a new file @throws {SyncError} */
  async #rollOver(): Promise<boolean> {
    if (performance.now() < this.#retryAt) return false;
    try {
      await this.#file.release({ sync: this.#durable });
      this.#rotation.rollOver();
      if (this.#durable) syncFolder(dirname(this.#path));
    } catch (error) {
      if (error instanceof SyncError) throw error;
      this.#retryAt = performance.now() + retryDelay;
      this.#tell(error);
      return false;
    }
    if (this.#failure !== undefined) this.#report(new HandlerError(`${this.#path}: is rolled over again`));
    this.#failure = undefined;
    void this.#compression?.start();
    return true;
  }

  #tell(error: unknown): void {
    const reason =
      error instanceof HandlerError ? error.message : `${dirname(this.#path)}: ${reasonOf(error)}`;
    const failure = new HandlerError(
      `${this.#path}: could not be rolled over and grows meanwhile: ${reason}`,
      { cause: error },
    );
    if (failure.message !== this.#failure?.message) this.#report(failure);
    this.#failure = failure;
  }

  #takeLock(): FileLock {
    const folder = dirname(this.#path);
    try {
      mkdirSync(folder, { recursive: true });
      // Hidden, so that neither logrotate nor a log shipper takes it for a log.
      return FileLock.take(join(folder, `.${basename(this.#path)}.lock`), (user) => this.#inUse(user));
    } catch (error) {
      if (error instanceof HandlerError) throw error;
      throw new HandlerError(`${folder}: ${reasonOf(error)}`, { cause: error });
    }
  }

  #inUse(user: string): string {
    return `${this.#path}: this file is in use by ${user}; give each a file of its own, as two cannot rotate one`;
  }
}
