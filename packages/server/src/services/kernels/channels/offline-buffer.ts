import type { OutgoingMessage } from "./outgoing-message.js";

const maxMessages = 20_000;

const notice = [
  "More output came while this page was not connected than the server holds.",
  "The rest of it is left out; the code went on.",
].join("\n");

/**
 * What a kernel sends while a client is away, in order. Where there is too much, outputs are left out and what a front
 * end cannot do without is still held, up to twice as much.
 */
export class OfflineBuffer {
  readonly #maxBytes: number;
  #messages: OutgoingMessage[] = [];
  #bytes = 0;
  #isLeavingOut = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @returns false where it cannot be held: what was held is then not whole, and forgotten */
  add(message: OutgoingMessage): boolean {
    if (message.isOutput && this.#isFull(1)) {
      if (!this.#isLeavingOut) this.#hold(message.notice(notice));
      this.#isLeavingOut = true;
      return true;
    }
    if (this.#isFull(2)) {
      this.take();
      return false;
    }
    this.#hold(message);
    return true;
  }

  /** Hands out what it holds, the oldest first, and is empty again. */
  take(): OutgoingMessage[] {
    const messages = this.#messages;
    this.#messages = [];
    this.#bytes = 0;
    this.#isLeavingOut = false;
    return messages;
  }

  #hold(message: OutgoingMessage): void {
    this.#messages.push(message);
    this.#bytes += message.size;
  }

  #isFull(times: number): boolean {
    return this.#bytes >= this.#maxBytes * times || this.#messages.length >= maxMessages * times;
  }
}
