import type { MessageSink } from "./frame-reader.js";

/** So much of each message is kept before anybody asks whether more of it is needed, in bytes. */
export const startBytes = 64 * 1024;

/** How much of messages is kept. */
export interface KeptMessageOptions {
  /** No more than so much of a message is kept, in bytes. */
  readonly most: number;
  /** Whether a message, of which there is only the start yet, is needed whole. */
  readonly isNeeded: (start: Buffer, isBinary: boolean) => boolean;
}

/**
 * The message that is passing, or its start where nobody needs more: outputs of megabytes are not gathered.
 *
 * What comes in one piece is not copied, as most messages do.
 */
export class KeptMessage implements MessageSink {
  readonly #options: KeptMessageOptions;
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  /** Whether the bytes belong to this, so that more can be written behind them. */
  #isOwn = false;
  #limit = startBytes;
  /** Bytes that were left out. */
  skipped = 0;
  isBinary = false;
  /** Whether it holds a piece as it was given, since whoever gives them has last set this to false. */
  hasKept = false;

  constructor(options: KeptMessageOptions) {
    this.#options = options;
  }

  begin(isBinary: boolean): void {
    this.isBinary = isBinary;
    this.#bytes = Buffer.alloc(0);
    this.#length = 0;
    this.#isOwn = false;
    this.#limit = startBytes;
    this.skipped = 0;
  }

  get wanted(): number {
    return this.#limit - this.#length;
  }

  /** Whether more of it is needed than there may be. */
  get isTooLarge(): boolean {
    return this.skipped > 0 && this.#limit === this.#options.most;
  }

  /** What is there of it. */
  get bytes(): Buffer {
    return this.#length === this.#bytes.length ? this.#bytes : this.#bytes.subarray(0, this.#length);
  }

  add(piece: Buffer): void {
    if (this.#length === 0) {
      this.#bytes = piece;
      this.#length = piece.length;
      this.hasKept = true;
    } else {
      this.#append(piece);
    }
    if (this.#length < startBytes || this.#limit !== startBytes) return;
    const { most, isNeeded } = this.#options;
    if (isNeeded(this.bytes, this.isBinary)) this.#limit = most;
  }

  skip(bytes: number): void {
    this.skipped += bytes;
  }

  /** The memory doubles, so that many small pieces cost no more than one large one. */
  #append(piece: Buffer): void {
    const length = this.#length + piece.length;
    if (!this.#isOwn || length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(Math.max(length * 2, 1024), this.#options.most));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
      this.#isOwn = true;
    }
    piece.copy(this.#bytes, this.#length);
    this.#length = length;
  }
}
