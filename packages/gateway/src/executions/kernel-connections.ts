import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { EventLog } from "@daybook/eventlog";
import { type AbortReason, type Exchange, type ExecutionSender, v1Protocol } from "@daybook/notebook-events";
import type { FailurePolicy } from "../failure/failure-policy.js";
import type { Identity } from "../identity/identity.js";
import type { WatchedCall } from "../observation/route-observer.js";
import type { Place, Places } from "../places/place.js";
import type { Joined } from "../proxy/joined.js";
import type { UpgradeObserver } from "../proxy/upgrade-observer.js";
import { kernelOfChannels } from "./channels-path.js";
import { ClientMessages } from "./client-messages.js";
import { KernelAccounts, type KernelName } from "./kernel-accounts.js";
import { ServerMessages } from "./server-messages.js";
import { SessionPlaces } from "./session-places.js";
import { UnreadConnections } from "./unread-connections.js";

const schema = ["daybook/kernel-executions", 1] as const;

/** What the account of executions needs. */
export interface KernelConnectionsParts {
  readonly log: EventLog;
  readonly report: (problem: string) => void;
  readonly failures: FailurePolicy;
  readonly places: Places;
  /** How long what runs may wait for its end while nobody is connected to its kernel, in seconds. */
  readonly executionPatience: number;
  /** Who sent a request. Does not reject. */
  readonly identify: (request: IncomingMessage, place: Place) => Promise<Identity | undefined>;
  /** What the server behind answers to a question, for somebody's request. Does not reject. */
  readonly ask: (request: IncomingMessage, path: string) => Promise<unknown>;
}

/** A WebSocket of a kernel that is being opened. */
export interface KernelConnection {
  /** Finds out what the account has to know before anything is run. Does not reject. */
  ready(): Promise<void>;
  /** @returns what looks at the connection; `refused` where the server behind speaks what nobody here understands */
  observe(answer: IncomingMessage): UpgradeObserver | "refused";
  /** Is told the status that the server behind has answered. */
  answered(status: number): void;
}

/** The WebSockets of kernels, as far as it is recorded what is run through them. */
export class KernelConnections {
  readonly #parts: KernelConnectionsParts;
  readonly #places = new SessionPlaces();
  readonly #accounts: KernelAccounts;
  readonly #unread = new UnreadConnections(() => this.#isRecorded());

  constructor(parts: KernelConnectionsParts) {
    this.#parts = parts;
    this.#accounts = new KernelAccounts({
      ...parts,
      patience: parts.executionPatience * 1000,
      placeOf: ({ baseUrl, id }) => this.#places.placeOf(baseUrl, id),
    });
  }

  /** The connection that a request opens; nothing where it is none, or not looked at. */
  of(request: IncomingMessage): KernelConnection | undefined {
    const found = this.#isRecorded() ? this.#kernelOf(request) : undefined;
    return found && this.#opening(found.kernel, request, found.place);
  }

  /** A connection has opened that {@link of} does not look at: if it is one of a kernel, that may change. */
  opened(request: IncomingMessage, socket: Duplex, joined: Joined): void {
    if (this.#kernelOf(request) !== undefined) this.#unread.add(socket, joined);
  }

  #isRecorded(): boolean {
    return this.#parts.log.allowedSchemas.has(schema[0]);
  }

  #kernelOf({ url = "" }: IncomingMessage): { kernel: KernelName; place: Place } | undefined {
    for (const place of this.#parts.places.of(url)) {
      const id = kernelOfChannels(place.path);
      if (id !== undefined) return { kernel: { baseUrl: place.baseUrl, id }, place };
    }
    return undefined;
  }

  #opening(kernel: KernelName, request: IncomingMessage, place: Place): KernelConnection {
    const { identify, ask } = this.#parts;
    let sender: ExecutionSender = { username: "" };
    return {
      ready: async () => {
        const sessions = ask(request, `${place.baseUrl}api/sessions`);
        const identity = await identify(request, place);
        if (identity !== undefined) sender = { username: identity.username, confirmedBy: identity.source };
        const { baseUrl, id } = kernel;
        if (this.#places.placeOf(baseUrl, id).sessionId === undefined)
          this.#places.learn(baseUrl, await sessions);
      },
      observe: (answer) => this.#observe(kernel, sender, answer),
      answered: (status) => {
        if (status === 404) this.#accounts.gone(kernel);
      },
    };
  }

  /**
   * What is learnt from a call that passes: which sessions there are, and which kernels end.
   *
   * @returns what is told how it was answered, and `undefined` where nobody knows whether anything was done; nothing for
   * calls that say nothing of either
   */
  learning({
    method,
    place: { baseUrl, path },
  }: Pick<WatchedCall, "method" | "place">): ((exchange: Exchange | undefined) => void) | undefined {
    if (!/^api\/(?:kernels|sessions)/.test(path)) return undefined;
    const [, id = "", action] = /^api\/kernels\/([^/]+)(?:\/(restart|interrupt))?$/.exec(path) ?? [];
    const kernel = { baseUrl, id };
    const ending = endingBy(method, action);
    if (ending !== undefined) this.#accounts.expect(kernel, ending);
    return (exchange) => {
      const ended = exchange && this.#places.observe(baseUrl, exchange);
      if (ended !== undefined) this.#accounts.ended({ baseUrl, id: ended }, "shutdown");
      const isDone = exchange !== undefined && exchange.status < 300;
      if (ending !== undefined && isDone) this.#accounts.ended(kernel, ending);
      else if (ending !== undefined) this.#accounts.expect(kernel, undefined);
      const isGone = exchange?.status === 404;
      if (id !== "" && isGone) this.#accounts.gone(kernel);
      if (isGone || (ending === "shutdown" && isDone)) this.#places.forgetKernel(baseUrl, id);
    };
  }

  /** Records what waits for answers that nobody will see. */
  close(): void {
    this.#unread.close();
    this.#accounts.close();
  }

  #observe(
    kernel: KernelName,
    sender: ExecutionSender,
    { headers }: IncomingMessage,
  ): UpgradeObserver | "refused" {
    const protocol = headers["sec-websocket-protocol"] ?? "";
    // What an extension does to frames nobody here can undo, and none was offered.
    if (headers["sec-websocket-extensions"] !== undefined) return "refused";
    if (protocol !== "" && protocol !== v1Protocol) return "refused";
    const { failures } = this.#parts;
    const needed = failures.needed([schema]);
    const canRecord = needed.length === 0 ? undefined : () => failures.canRecord(needed);
    const { tracker, died, closed } = this.#accounts.open(kernel);
    return {
      client: new ClientMessages({ tracker, protocol, sender, canRecord }),
      server: new ServerMessages(tracker, protocol, died),
      ended: closed,
    };
  }
}

/** How a kernel ends by a call on it, if it succeeds. */
function endingBy(method: string, action: string | undefined): AbortReason | undefined {
  if (method === "DELETE" && action === undefined) return "shutdown";
  return method === "POST" && action === "restart" ? "restart" : undefined;
}

/** The headers of a handshake without its offers to change frames, such as to compress them. */
export function withoutExtensions(headers: readonly string[]): string[] {
  return headers.filter(
    (_, index) => (headers[index - (index % 2)] as string).toLowerCase() !== "sec-websocket-extensions",
  );
}
