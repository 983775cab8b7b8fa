import type { Duplex } from "node:stream";
import type { Joined } from "../proxy/joined.js";
import { closeReasons } from "../web-sockets/close-reasons.js";

/** How often it is asked whether they have to be read by now, in milliseconds. */
const askedEvery = 2000;

/**
 * The WebSockets of kernels that were opened while nothing of them was recorded. A reader cannot begin in the middle of a
 * conversation, whose frames may be compressed too; once it has to, they are closed, and front ends open them again.
 */
export class UnreadConnections {
  readonly #isRecorded: () => boolean;
  readonly #open = new Map<Duplex, Joined>();
  #timer: NodeJS.Timeout | undefined;

  /** @param isRecorded whether what they carry is to be read now */
  constructor(isRecorded: () => boolean) {
    this.#isRecorded = isRecorded;
  }

  /** @param client the side of the connection that ends it */
  add(client: Duplex, joined: Joined): void {
    this.#open.set(client, joined);
    client.once("close", () => {
      this.#open.delete(client);
      if (this.#open.size === 0) this.close();
    });
    this.#timer ??= setInterval(() => this.#look(), askedEvery).unref();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    if (!this.#isRecorded()) return;
    for (const joined of this.#open.values()) joined.close(closeReasons["read-from-now"]);
  }
}
