/** What a client that comes later gets to see of what was written before, in characters. */
const defaultLimit = 128 * 1024;

/** The end of what a terminal has shown, of bounded length, for clients that come later or come back. */
export class OutputTail {
  readonly #limit: number;
  #text = "";
  #cut = false;

  constructor(limit = defaultLimit) {
    this.#limit = limit;
  }

  add(text: string): void {
    this.#text += text;
    // Not each time: cutting costs as much as all that is kept.
    if (this.#text.length > 2 * this.#limit) this.#shorten();
  }

  /** Where its beginning is lost, from the start of a line: half an escape sequence would be shown as text. */
  get text(): string {
    if (this.#text.length > this.#limit) this.#shorten();
    return this.#cut ? this.#text.slice(this.#text.indexOf("\n") + 1) : this.#text;
  }

  #shorten(): void {
    this.#text = this.#text.slice(-this.#limit);
    this.#cut = true;
  }
}
