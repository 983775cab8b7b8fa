const smallest = 1024;

/**
 * Bytes that come in parts and are wanted as a whole, up to a limit. They are copied: a part keeps the whole buffer
 * alive that it was cut from, and a sender may cut a megabyte into a million parts.
 */
export class BoundedBytes {
  readonly #limit: number;
  #bytes = Buffer.alloc(0);
  /** How many there were, those that are not held included. */
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** How many bytes of memory it takes. */
  get held(): number {
    return this.#bytes.length;
  }

  append(part: Uint8Array): void {
    const start = this.#length;
    this.#length += part.length;
    if (this.#length > this.#limit) {
      this.#bytes = Buffer.alloc(0);
      return;
    }
    if (this.#length > this.#bytes.length) this.#grow();
    this.#bytes.set(part, start);
  }

  /**
   * All of them with a last part, which then starts anew; `undefined` where they are more than the limit. Good until
   * the next part is appended.
   */
  take(last: Uint8Array): Uint8Array | undefined {
    if (this.#length === 0) return last.length > this.#limit ? undefined : last;
    this.append(last);
    const length = this.#length;
    this.#length = 0;
    return length > this.#limit ? undefined : this.#bytes.subarray(0, length);
  }

  #grow(): void {
    const size = Math.min(this.#limit, Math.max(smallest, 2 * this.#length));
    const grown = Buffer.alloc(size);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
