import type { ChannelsClient } from "./channels-client.js";
import type { CompleteChannelsOptions } from "./channels-options.js";
import { OfflineBuffer } from "./offline-buffer.js";
import type { OutgoingMessage } from "./outgoing-message.js";
import { OutputLimit } from "./output-limit.js";

const slowNotice = [
  "More output comes from the kernel than this page reads.",
  "Some of it is left out until the page has caught up; the code goes on.",
].join("\n");

/**
 * A front end that talks to a kernel: the same one over all its connections, as `session_id` says. While it has none,
 * its messages wait for it.
 *
 * ```
 * kernel ─▶ output limit ─▶ connected? ─ yes ─▶ backlog small? ─▶ WebSocket
 *                               └──────── no ──▶ offline buffer ─▶ replayed
 * ```
 */
export class ChannelsSession {
  readonly id: string;
  readonly #options: CompleteChannelsOptions;
  readonly #limit: OutputLimit;
  readonly #buffer: OfflineBuffer;
  #client: ChannelsClient | undefined;
  #isSlow = false;

  constructor(id: string, options: CompleteChannelsOptions) {
    this.id = id;
    this.#options = options;
    this.#limit = new OutputLimit(options);
    this.#buffer = new OfflineBuffer(options.maxBacklog);
  }

  get client(): ChannelsClient | undefined {
    return this.#client;
  }

  /** A connection is there: what has waited goes first. */
  connect(client: ChannelsClient): void {
    const previous = this.#client;
    this.#client = client;
    previous?.close("replaced");
    this.#isSlow = false;
    for (const message of this.#buffer.take()) client.send(message);
  }

  disconnect(): void {
    this.#client = undefined;
  }

  /**
   * Hands a message of the kernel on.
   *
   * @returns false where it could be neither sent nor held
   */
  deliver(message: OutgoingMessage): boolean {
    const passage = this.#limit.passage(message, performance.now());
    if (passage === "dropped") return true;
    return this.#pass(passage === "passes" ? message : message.notice(passage.notice));
  }

  #pass(message: OutgoingMessage): boolean {
    const client = this.#client;
    // One that is closing takes nothing more, and is gone in a moment.
    if (client === undefined || !client.isOpen) return this.#buffer.add(message);
    const { maxBacklog } = this.#options;
    if (client.backlog > 2 * maxBacklog) {
      // It comes back and gets what is new; until then the message waits.
      client.close("too-slow");
      return this.#buffer.add(message);
    }
    const isBehind = client.backlog > (this.#isSlow ? maxBacklog / 2 : maxBacklog);
    if (!isBehind || !message.isOutput) client.send(message);
    else if (!this.#isSlow) client.send(message.notice(slowNotice));
    this.#isSlow = isBehind;
    return true;
  }
}
