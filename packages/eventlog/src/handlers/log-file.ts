import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  type Stats,
  statSync,
  write,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { HandlerError } from "../errors.js";

const writeAsync = promisify(write);
const newline = 0x0a;
/** How every line of ours begins, so that a torn one can be told from another program's text. */
const lineStart = '{"__timestamp__":';
/** A tail without a line end is looked for in steps of this size. */
const tailStep = 64 * 1024;

/** An append that did not succeed; `kept` bytes of whole lines are in the file, and nothing of the rest. */
export class AppendError extends HandlerError {
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
export class LogFile {
  readonly path: string;
  #descriptor: number | undefined;
  #inode: Pick<Stats, "ino" | "dev"> | undefined;
  /** Where a torn line begins that could not be cut off yet. */
  #tornAt: number | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Opens the file, makes its folder where there is none, and mends a line that a crash left torn.
   *
   * @throws {HandlerError} naming the file and the fix
   */
  open({ truncate = false } = {}): void {
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      refuseSpecialFiles(this.path);
      const { O_APPEND, O_CREAT, O_RDWR, O_TRUNC } = constants;
      // Events may hold personal data: the owner writes, the group (a log shipper) reads, others do neither.
      this.#descriptor = openSync(this.path, O_APPEND | O_CREAT | O_RDWR | (truncate ? O_TRUNC : 0), 0o640);
      const status = fstatSync(this.#descriptor);
      this.#inode = status;
      this.#tornAt = undefined;
      if (status.isFile()) mendTail(this.#descriptor, status.size);
    } catch (error) {
      this.close();
      throw error instanceof HandlerError
        ? error
        : new HandlerError(`${this.path}: ${reasonOf(error)}`, { cause: error });
    }
  }

  /**
   * Appends whole lines.
   *
   * @param lines UTF-8, each line with its end
   * @throws {AppendError} where not all of them could be written
   */
  async append(lines: Buffer): Promise<void> {
    let start = 0;
    let written = 0;
    try {
      start = this.#prepare();
      while (written < lines.length) {
        // A full disk shows as a short count first, as an error only at the next try.
        const { bytesWritten } = await writeAsync(
          this.#descriptor as number,
          lines,
          written,
          lines.length - written,
          null,
        );
        if (bytesWritten === 0) throw new HandlerError("the disk took nothing");
        written += bytesWritten;
      }
    } catch (error) {
      const whole = written === 0 ? 0 : lines.lastIndexOf(newline, written - 1) + 1;
      if (written > whole) this.#tornAt = start + whole;
      this.#cutTornLine();
      throw new AppendError(`${this.path}: ${reasonOf(error)}`, whole, error);
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  /** Makes sure that the descriptor is that of the file at the path; returns the file's size. */
  #prepare(): number {
    const atPath = statSync(this.path, { throwIfNoEntry: false });
    const same = atPath !== undefined && atPath.ino === this.#inode?.ino && atPath.dev === this.#inode.dev;
    if (this.#descriptor === undefined || !same) {
      this.close();
      this.open();
    }
    if (!this.#cutTornLine()) throw new HandlerError("a torn line could not be cut off");
    return fstatSync(this.#descriptor as number).size;
  }

  /** True when no torn line is left. */
  #cutTornLine(): boolean {
    if (this.#tornAt === undefined || this.#descriptor === undefined) return true;
    try {
      // Smaller than where we left it: somebody truncated the file, and the torn line went with the rest.
      if (fstatSync(this.#descriptor).size > this.#tornAt) ftruncateSync(this.#descriptor, this.#tornAt);
      this.#tornAt = undefined;
      return true;
    } catch {
      return false;
    }
  }
}

/** Opening a pipe waits for a reader, which would stop the process; a folder is a mistake worth a clear word. */
function refuseSpecialFiles(path: string): void {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isDirectory()) throw new HandlerError(`${path} is a folder; name a file in it`);
  if (status?.isFIFO() || status?.isSocket())
    throw new HandlerError(`${path} is a pipe or socket; name a file`);
}

/**
 * A crash can leave a last line without its end. One of ours is cut off, as nobody was told that it is kept; a whole
 * event or another program's text gets the end it lacks.
 */
function mendTail(descriptor: number, size: number): void {
  const tail = readTail(descriptor, size);
  if (tail.length === 0) return;
  const text = tail.toString("utf8");
  const ours = text.startsWith(lineStart) || lineStart.startsWith(text);
  if (ours && !isJson(text)) ftruncateSync(descriptor, size - tail.length);
  else writeSync(descriptor, "\n");
}

/** What follows the last line end of a file. */
function readTail(descriptor: number, size: number): Buffer {
  let tail = Buffer.alloc(0);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - tailStep);
    const step = Buffer.alloc(end - start);
    readSync(descriptor, step, 0, step.length, start);
    const lineEnd = step.lastIndexOf(newline);
    tail = Buffer.concat([step.subarray(lineEnd + 1), tail]);
    if (lineEnd >= 0) break;
    end = start;
  }
  return tail;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; make room",
  EDQUOT: "the disk quota is used up; make room",
  EACCES: "permission denied; let this user write it",
  EPERM: "not permitted; let this user write it",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of the path is no folder",
  EMFILE: "too many files are open",
  EIO: "the disk reports an error",
};

/** A system error as the operator should read it. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined || error instanceof HandlerError
    ? message
    : `${reasons[code] ?? "cannot be written"} (${code})`;
}
