import { open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { serverError } from "../../errors.js";
import { copyPermissions, publish, temporaryPath } from "../files-on-disk/atomic-write.js";
import type { Place } from "../files-on-disk/paths.js";

/** What has arrived of a file. */
export interface UploadProgress {
  /** In bytes. */
  readonly size: number;
  /** The file is in its place. */
  readonly complete: boolean;
}

interface Upload {
  readonly target: string;
  readonly temporary: string;
  /** The number of the chunk that comes next, unless it is the last. */
  next: number;
  size: number;
  /** A chunk is being written. */
  busy: boolean;
  timer: NodeJS.Timeout;
}

/**
 * Files that arrive in chunks, numbered 1, 2, .. and -1 for the last. They grow in a hidden file beside their target,
 * which is replaced only by the complete file: a broken upload leaves the old one as it was.
 *
 * ```
 * 1 ─▶ .~daybook-… ─▶ 2 ─▶ appended ─▶ -1 ─▶ appended, synced, renamed to its target
 *                        └─▶ no next chunk in time, close(): removed
 * ```
 */
export class Uploads {
  readonly #open = new Map<string, Upload>();
  readonly #expiry: number;

  /** @param expiry after how many milliseconds without a chunk an upload is given up */
  constructor(expiry: number) {
    this.#expiry = expiry;
  }

  /**
   * Keeps one chunk. Chunk 1 starts again whatever was there.
   *
   * @param place where the complete file belongs
   * @throws {ServerError} `bad-chunk` for a wrong number, `chunk-out-of-turn` where another one comes next
   */
  async write(place: Place, chunk: unknown, bytes: Uint8Array): Promise<UploadProgress> {
    if (!Number.isSafeInteger(chunk) || ((chunk as number) < 1 && chunk !== -1))
      throw serverError("bad-chunk");
    const upload = chunk === 1 ? await this.#start(place) : this.#continue(place.path, chunk as number);
    upload.next++;
    try {
      await this.#append(upload, place, bytes, chunk === -1);
      if (this.#open.get(place.path) !== upload)
        throw outOfTurn("The upload was started again or given up", place.path);
      if (chunk !== -1) return { size: upload.size, complete: false };
      await publish(upload.temporary, upload.target);
      this.#forget(place.path, upload);
      return { size: upload.size, complete: true };
    } catch (error) {
      // Part of the chunk may have been written: there is nothing to go on from.
      await this.#discard(place.path, upload);
      throw error;
    } finally {
      upload.busy = false;
    }
  }

  /** Gives up all uploads and removes what has arrived of them. */
  async close(): Promise<void> {
    await Promise.all([...this.#open].map(([path, upload]) => this.#discard(path, upload)));
  }

  async #start({ path, target }: Place): Promise<Upload> {
    const previous = this.#open.get(path);
    if (previous !== undefined) await this.#discard(path, previous);
    const temporary = temporaryPath(dirname(target));
    await (await open(temporary, "wx")).close();
    // Busy from the start: it can be found while that of a rival is removed, and must not take a chunk before its first.
    const upload: Upload = { target, temporary, next: 1, size: 0, busy: true, timer: this.#expire(path) };
    const rival = this.#open.get(path);
    this.#open.set(path, upload);
    if (rival !== undefined) await this.#discard(path, rival);
    return upload;
  }

  #continue(path: string, chunk: number): Upload {
    const upload = this.#open.get(path);
    if (upload === undefined) throw outOfTurn("No upload is going on; begin with chunk 1", path);
    if (upload.busy) throw outOfTurn("The chunk before is still being written", path);
    if (chunk !== -1 && chunk !== upload.next) {
      throw outOfTurn(
        `Chunk ${chunk} came where chunk ${upload.next}, or -1 for the last, was expected`,
        path,
      );
    }
    clearTimeout(upload.timer);
    upload.timer = this.#expire(path);
    upload.busy = true;
    return upload;
  }

  async #append(upload: Upload, { stats }: Place, bytes: Uint8Array, last: boolean): Promise<void> {
    // Not created here: a file that was given up meanwhile must not come back.
    const handle = await open(upload.temporary, "r+");
    try {
      for (let written = 0; written < bytes.length; ) {
        // A full disk may first shorten a write, and fail the next one.
        const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, upload.size);
        written += bytesWritten;
        upload.size += bytesWritten;
      }
      if (!last) return;
      await copyPermissions(handle, stats);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** The timer keeps no process alive: `close` removes what is left. */
  #expire(path: string): NodeJS.Timeout {
    const timer = setTimeout(() => {
      const upload = this.#open.get(path);
      if (upload?.timer === timer && !upload.busy) void this.#discard(path, upload);
    }, this.#expiry);
    return timer.unref();
  }

  async #discard(path: string, upload: Upload): Promise<void> {
    this.#forget(path, upload);
    await rm(upload.temporary, { force: true }).catch(() => undefined);
  }

  #forget(path: string, upload: Upload): void {
    clearTimeout(upload.timer);
    if (this.#open.get(path) === upload) this.#open.delete(path);
  }
}

function outOfTurn(message: string, path: string) {
  return serverError("chunk-out-of-turn", `${message}: ${path}`);
}
