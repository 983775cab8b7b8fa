import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  type Stats,
  statSync,
  write,
} from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { HandlerError } from "../errors.js";
import { assertSyncable, syncFolder } from "../sync-folder.js";
import { fileErrorInWords } from "../system-errors.js";
import type { LineFile } from "./line-file.js";
import { mendTail } from "./torn-tail.js";

const writeAsync = promisify(write);
const fdatasyncAsync = promisify(fdatasync);
const newline = 0x0a;

/** An append that did not succeed; `kept` bytes of whole lines are in the file, and nothing of the rest. */
export class AppendError extends HandlerError {
  readonly kept: number;

  constructor(message: string, kept: number, cause: unknown) {
    super(message, { cause });
    this.kept = kept;
  }
}

/**
 * A sync that did not succeed: whether what was appended since the last one is on the disk is unknown. The first `kept`
 * bytes of the append in which it happened are, where they had gone to a file before.
 */
export class SyncError extends HandlerError {
  readonly kept: number;

  constructor(message: string, kept: number, cause: unknown) {
    super(message, { cause });
    this.kept = kept;
  }
}

/**
 * A file of lines that is only ever appended to, whole lines at a time. It notices when the file was renamed or
 * deleted under it and makes a new one; a line that could be written only in part is cut off again.
 */
export class LogFile implements LineFile {
  readonly path: string;
  /** The file is still to be emptied. Not at its opening: a start that then fails must leave the old log. */
  #truncate: boolean;
  readonly #durable: boolean;
  #descriptor: number | undefined;
  #identity: Pick<Stats, "ino" | "dev"> | undefined;
  /** Devices cannot be synced. */
  #isRegular = true;
  /** The file's name in its folder is still to be synced. */
  #isNew = true;
  /** A line written in part that could not be cut off yet: where it begins, and where the file ended behind it. */
  #torn: { readonly start: number; readonly end: number } | undefined;

  /**
   * @param options.truncate whether the first append empties the file that was opened
   * @param options.durable whether it is going to be synced
   */
  constructor(path: string, { truncate = false, durable = true } = {}) {
    this.path = path;
    this.#truncate = truncate;
    this.#durable = durable;
  }

  /**
   * Opens the file, makes its folder where there is none, and mends a line that a crash left torn.
   *
   * @throws {HandlerError} naming the file and the fix
   */
  open(): void {
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      refuseSpecialFiles(this.path);
      const { O_APPEND, O_CREAT, O_RDWR } = constants;
      // Events may hold personal data: the owner writes, the group (a log shipper) reads, others do neither.
      this.#descriptor = openSync(this.path, O_APPEND | O_CREAT | O_RDWR, 0o640);
      this.#torn = undefined;
      const status = fstatSync(this.#descriptor);
      this.#identity = status;
      this.#isRegular = status.isFile();
      this.#isNew = true;
      if (this.#isRegular && this.#durable) assertSyncable(dirname(this.path));
      if (this.#isRegular && !this.#truncate) mendTail(this.#descriptor, status.size);
    } catch (error) {
      this.close();
      throw new HandlerError(`${this.path}: ${reasonOf(error)}`, { cause: error });
    }
  }

  /**
   * Appends whole lines. A file that was deleted while they were written is made again, with them.
   *
   * @param bytes lines, each with its end
   * @throws {AppendError} where not all of them could be written
   */
  async append(bytes: Buffer): Promise<void> {
    do await this.#appendOnce(bytes);
    while (this.#isDeleted());
  }

  /**
   * Brings what was appended to the disk itself.
   *
   * @throws {SyncError} where that failed. The system may have dropped what it could not write, and a second try would
   * succeed without it: the file was put aside under another name, and the next append makes a new one
   */
  async sync(): Promise<void> {
    if (this.#descriptor === undefined || !this.#isRegular) return;
    try {
      await fdatasyncAsync(this.#descriptor);
      if (this.#isNew) syncFolder(dirname(this.path));
      this.#isNew = false;
    } catch (error) {
      const aside = this.#putAside();
      throw new SyncError(
        `${this.path}: ${reasonOf(error)}; what was written since the last sync may be lost. The file is now ${aside}`,
        0,
        error,
      );
    }
  }

  /** What stands at the path now: its size, 0 where there is nothing. Devices have none. */
  get size(): number {
    return statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /**
   * Lets go of the file at the path, mended, so that it can be renamed; the next append makes a new one.
   *
   * @param options.sync whether what was appended is brought to the disk before
   * @throws {HandlerError} where it cannot be mended
   * @throws {SyncError}
   */
  async release({ sync }: { sync: boolean }): Promise<void> {
    this.#prepare();
    if (sync) await this.sync();
    this.close();
  }

  async #appendOnce(bytes: Buffer): Promise<void> {
    let start = 0;
    let written = 0;
    try {
      start = this.#prepare();
      while (written < bytes.length) {
        // A full disk shows as a short count first, as an error only at the next try.
        const { bytesWritten } = await writeAsync(
          this.#descriptor as number,
          bytes,
          written,
          bytes.length - written,
          null,
        );
        if (bytesWritten === 0) throw new HandlerError(`${this.path}: the disk took nothing`);
        written += bytesWritten;
      }
    } catch (error) {
      const whole = written === 0 ? 0 : bytes.lastIndexOf(newline, written - 1) + 1;
      if (written > whole) this.#torn = { start: start + whole, end: start + written };
      this.#cutTornLine();
      const message = error instanceof HandlerError ? error.message : `${this.path}: ${reasonOf(error)}`;
      throw new AppendError(message, whole, error);
    }
  }

  close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    if (descriptor !== undefined) closeSync(descriptor);
  }

  /** Makes sure that the descriptor is that of the file at the path; returns the file's size. */
  #prepare(): number {
    const mended = this.#cutTornLine();
    const found = this.#statusAtPath();
    if (found === undefined) {
      // What took the place of the file that was opened is not ours to empty.
      if (this.#identity !== undefined) this.#truncate = false;
      this.close();
      this.open();
    } else if (!mended) {
      throw new HandlerError(`${this.path}: a torn line could not be cut off`);
    }
    if (!this.#truncate) return found?.size ?? fstatSync(this.#descriptor as number).size;
    if (this.#isRegular) ftruncateSync(this.#descriptor as number, 0);
    this.#truncate = false;
    return 0;
  }

  /** The status of the file at the path, where that is the one that is open. */
  #statusAtPath(): Stats | undefined {
    if (this.#descriptor === undefined) return undefined;
    const found = statSync(this.path, { throwIfNoEntry: false });
    return found?.ino === this.#identity?.ino && found?.dev === this.#identity?.dev ? found : undefined;
  }

  /** True where nothing leads to the file any more, so that what was written to it is gone. */
  #isDeleted(): boolean {
    return this.#descriptor !== undefined && fstatSync(this.#descriptor).nlink === 0;
  }

  /** @returns the new name of the file, or its old one where it could not be renamed */
  #putAside(): string {
    const time = new Date().toISOString().replaceAll(/[-:.]/g, "");
    const aside = `${this.path}.not-synced-${time}`;
    try {
      if (this.#statusAtPath() !== undefined) renameSync(this.path, aside);
      return aside;
    } catch {
      return this.path;
    } finally {
      this.close();
    }
  }

  /** True when no torn line is left. */
  #cutTornLine(): boolean {
    if (this.#torn === undefined || this.#descriptor === undefined) return true;
    const { start, end } = this.#torn;
    try {
      const { size } = fstatSync(this.#descriptor);
      if (size === end) ftruncateSync(this.#descriptor, start);
      // Somebody else truncated the file or appends to it too: no line of theirs may be cut.
      else mendTail(this.#descriptor, size);
      this.#torn = undefined;
      return true;
    } catch {
      return false;
    }
  }
}

/** Opening a pipe waits for a reader, which would stop the process; a folder is a mistake worth a clear word. */
function refuseSpecialFiles(path: string): void {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isDirectory()) throw new HandlerError("is a folder; name a file in it");
  if (status?.isFIFO() || status?.isSocket()) throw new HandlerError("is a pipe or socket; name a file");
}

/** Errors of ours are in words already. */
export function reasonOf(error: unknown): string {
  return error instanceof HandlerError ? error.message : fileErrorInWords(error, "write");
}
