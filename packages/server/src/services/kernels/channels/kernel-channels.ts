import { randomUUID } from "node:crypto";
import type { AbortReason, KernelMessage } from "@daybook/notebook-events";
import type { Kernel } from "../kernel.js";
import type { WireMessage } from "../wire-message.js";
import type { ChannelsClient } from "./channels-client.js";
import type { CompleteChannelsOptions } from "./channels-options.js";
import { ChannelsSession } from "./channels-session.js";
import type { ExecutionAccount } from "./execution-account.js";
import { OutgoingMessage } from "./outgoing-message.js";
import { Requests } from "./requests.js";

/** How many sessions of a kernel may be away while their messages wait for them. */
const maxAway = 8;

/**
 * All clients of one kernel, and the account of what they run.
 *
 * ```
 * client ─▶ session ─▶ kernel.messages.send ─▶ kernel          iopub: to all sessions
 *                          └─▶ execution tracker ◀─ kernel ─▶   the others: to the session that asked
 * ```
 */
export class KernelChannels {
  readonly #kernel: Kernel;
  readonly #account: ExecutionAccount;
  readonly #options: CompleteChannelsOptions;
  readonly #allowedTypes: ReadonlySet<string>;
  /** By their ids; those that were away for longest come first. */
  readonly #sessions = new Map<string, ChannelsSession>();
  readonly #requests = new Requests<ChannelsSession>();
  #abortReason: AbortReason = "shutdown";
  /** Whether the kernel listens, and its output reaches us: what is sent to it before may be answered unheard. */
  #isReady = false;

  constructor(kernel: Kernel, account: ExecutionAccount, options: CompleteChannelsOptions) {
    this.#kernel = kernel;
    this.#account = account;
    this.#options = options;
    this.#allowedTypes = new Set(options.allowedMessageTypes);
    kernel.messages.on("message", (message) => this.#onMessage(message));
    kernel.messages.on("connecting", () => this.#onConnecting());
    kernel.on("ready", () => this.#listen(true));
    kernel.on("restarting", (cause) => {
      this.#listen(false);
      this.#abortReason = cause === "died" ? "died" : "restart";
    });
    kernel.on("dead", () => {
      this.#abortReason = "died";
    });
    kernel.on("closed", () => this.#onClosed());
  }

  /** @param sessionId of the client; without one, what it misses while it is away is lost */
  connect(client: ChannelsClient, sessionId?: string): void {
    const session = this.#sessionOf(sessionId);
    this.#kernel.connections++;
    session.connect(client);
    client.holdBack(!this.#isReady);
    client.open({
      received: (message) => this.#onRequest(message, session, client),
      gone: () => this.#onGone(session, client, sessionId !== undefined),
    });
  }

  #listen(isReady: boolean): void {
    this.#isReady = isReady;
    for (const { client } of this.#sessions.values()) client?.holdBack(!isReady);
  }

  #sessionOf(sessionId: string = randomUUID()): ChannelsSession {
    const known = this.#sessions.get(sessionId);
    if (known !== undefined) return known;
    // As with Jupyter: somebody new has come, so those who are away will not come back.
    for (const other of this.#sessions.values()) if (other.client === undefined) this.#forget(other);
    const session = new ChannelsSession(sessionId, this.#options);
    this.#sessions.set(sessionId, session);
    return session;
  }

  #onGone(session: ChannelsSession, client: ChannelsClient, mayComeBack: boolean): void {
    this.#kernel.connections--;
    // The same session may have connected anew before.
    if (session.client !== client) return;
    session.disconnect();
    if (!mayComeBack || !this.#options.bufferOfflineMessages) {
      this.#forget(session);
      return;
    }
    this.#sessions.delete(session.id);
    this.#sessions.set(session.id, session);
    const away = [...this.#sessions.values()].filter(({ client }) => client === undefined);
    for (const oldest of away.slice(0, -maxAway)) this.#forget(oldest);
  }

  #forget(session: ChannelsSession): void {
    this.#sessions.delete(session.id);
    this.#requests.forget(session);
  }

  async #onRequest(message: KernelMessage, session: ChannelsSession, client: ChannelsClient): Promise<void> {
    const { id, type } = message.header ?? { id: "", type: "" };
    if (this.#allowedTypes.size > 0 && !this.#allowedTypes.has(type)) return;
    if (message.channel !== "stdin" && !this.#requests.add(id, type, session)) {
      client.close("too-many-requests");
      return;
    }
    const sent = this.#kernel.messages.send(message.parts);
    this.#account.tracker.sent(message, { username: client.username, confirmedBy: "server" });
    // Where the kernel has ended, its clients are told by other ways.
    await sent.catch(() => {});
  }

  #onMessage(parts: WireMessage): void {
    const message = new OutgoingMessage(parts);
    if (message.channel === "iopub") {
      // A copy: whoever turns out to be away moves to the end.
      for (const session of [...this.#sessions.values()]) this.#deliver(message, session);
    } else {
      const owner = this.#requests.ownerOf(message.parent?.id ?? "", message.type);
      if (owner !== undefined) this.#deliver(message, owner);
    }
    this.#account.tracker.received(message);
  }

  #deliver(message: OutgoingMessage, session: ChannelsSession): void {
    if (!session.deliver(message)) this.#forget(session);
  }

  /** Another process listens from now on: what the last one was asked gets no answer. */
  #onConnecting(): void {
    this.#account.tracker.ended(this.#abortReason);
    this.#requests.clear();
    this.#abortReason = "shutdown";
  }

  #onClosed(): void {
    this.#account.tracker.ended(this.#abortReason);
    this.#account.flush();
    this.#requests.clear();
    for (const { client } of [...this.#sessions.values()]) client?.close("kernel-gone");
    this.#sessions.clear();
  }
}
