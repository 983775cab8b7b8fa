import {
  closeSync,
  fdatasync,
  fstatSync,
  openSync,
  read,
  renameSync,
  rmSync,
  statSync,
  write,
} from "node:fs";
import { dirname } from "node:path";
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGzip } from "node:zlib";
import { HandlerError } from "../errors.js";
import { syncFolder } from "../sync-folder.js";
import { fileErrorInWords } from "../system-errors.js";
import { type BackupFolder, compressedEnding } from "./backup-folder.js";

const readAsync = promisify(read);
const writeAsync = promisify(write);
const fdatasyncAsync = promisify(fdatasync);
const chunkBytes = 64 * 1024;

/**
 * Compresses backups in the background, one at a time.
 *
 * ```
 *   event.log.1 ─▶ .event.log.gz ─▶ synced ─▶ renamed: event.log.1.gz ─▶ event.log.1 deleted
 * ```
 *
 * The plain one is there until the compressed one is whole and on the disk. Wherever that ends, it is done again.
 */
export class Compression {
  readonly #backups: BackupFolder;
  readonly #report: (problem: Error) => void;
  #running: Promise<void> | undefined;
  #wanted = false;
  #failed = false;
  readonly #stop = new AbortController();

  constructor(backups: BackupFolder, report: (problem: Error) => void) {
    this.#backups = backups;
    this.#report = report;
  }

  /** There may be something to compress. What failed before is tried again. @returns when all is done that can be */
  start(): Promise<void> {
    this.#wanted = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Leaves what is not compressed to the next start. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#wanted && !this.#stop.signal.aborted) {
      this.#wanted = false;
      try {
        while (await this.#compressOne()) this.#failed = false;
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        if (!this.#failed) this.#report(problem(this.#backups.path, error));
        this.#failed = true;
      }
    }
  }

  /** @returns false where there is nothing to do */
  async #compressOne(): Promise<boolean> {
    const [path] = this.#stop.signal.aborted ? [] : this.#backups.uncompressed();
    if (path === undefined) return false;
    const { part } = this.#backups;
    try {
      const source = await this.#compress(path, part);
      // Meanwhile it may have been renamed by a rollover, or deleted.
      const found = this.#backups.uncompressed().find((other) => statSync(other).ino === source);
      if (found === undefined) return true;
      renameSync(part, found + compressedEnding);
      syncFolder(dirname(found));
      rmSync(found);
      return true;
    } finally {
      removePart(part);
    }
  }

  /** @returns the inode of what was compressed */
  async #compress(path: string, part: string): Promise<number> {
    const from = openSync(path, "r");
    try {
      const to = openSync(part, "w", 0o640);
      try {
        const { signal } = this.#stop;
        await pipeline(Readable.from(chunksOf(from)), createGzip(), writableOn(to), { signal });
        await fdatasyncAsync(to);
      } finally {
        closeSync(to);
      }
      return fstatSync(from).ino;
    } finally {
      closeSync(from);
    }
  }
}

async function* chunksOf(descriptor: number): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const chunk = Buffer.allocUnsafe(chunkBytes);
    const { bytesRead } = await readAsync(descriptor, chunk, 0, chunk.length, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield chunk.subarray(0, bytesRead);
  }
}

/** Unlike Node's own stream, it leaves the descriptor open: the file is still to be synced. */
function writableOn(descriptor: number): Writable {
  return new Writable({
    write: (chunk: Buffer, _, settle) => void writeWhole(descriptor, chunk).then(() => settle(), settle),
  });
}

async function writeWhole(descriptor: number, chunk: Buffer): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    const { bytesWritten } = await writeAsync(descriptor, chunk, written, chunk.length - written, null);
    if (bytesWritten === 0) throw new HandlerError("the disk took nothing");
    written += bytesWritten;
  }
}

/** What is left of it is written over by the next one. */
function removePart(part: string): void {
  try {
    rmSync(part, { force: true });
  } catch {
    // Why is told by the next attempt to write it.
  }
}

function problem(path: string, error: unknown): HandlerError {
  const reason = error instanceof HandlerError ? error.message : fileErrorInWords(error, "write");
  return new HandlerError(`${path}: a backup could not be compressed and stays as it is: ${reason}`, {
    cause: error,
  });
}
