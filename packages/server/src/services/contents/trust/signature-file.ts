import { type FileHandle, open } from "node:fs/promises";
import { systemCode } from "../../files-on-disk/system-error.js";

/** A digest and the end of its line, in bytes. */
export const lineSize = 65;
/** What a crash has left of a line may stand before a whole one, and is passed over. */
const wholeDigest = /[0-9a-f]{64}(?=\n)/g;

/** One of the files of a {@link SignatureStore}: a digest a line. Other servers append to it as well. */
export class SignatureFile {
  readonly path: string;
  readonly #digests = new Set<string>();
  /** Up to where it was read: the end of a line. */
  #end = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** True where it takes no more than that many. */
  isFull(limit: number): boolean {
    return this.#end >= limit * lineSize;
  }

  has(digest: string): boolean {
    return this.#digests.has(digest);
  }

  /** Reads what was appended since the last time. */
  async catchUp(): Promise<void> {
    let handle: FileHandle;
    try {
      handle = await open(this.path, "r");
    } catch (error) {
      // Another server has removed it meanwhile.
      if (systemCode(error) !== "ENOENT") throw error;
      this.#forget();
      return;
    }
    try {
      const { size } = await handle.stat();
      if (size < this.#end) this.#forget();
      if (size > this.#end) await this.#read(handle, size - this.#end);
    } finally {
      await handle.close();
    }
  }

  async #read(handle: FileHandle, length: number): Promise<void> {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, this.#end);
    const text = buffer.toString("latin1", 0, bytesRead);
    for (const [digest] of text.matchAll(wholeDigest)) this.#digests.add(digest);
    this.#end += text.lastIndexOf("\n") + 1;
  }

  #forget(): void {
    this.#digests.clear();
    this.#end = 0;
  }
}
