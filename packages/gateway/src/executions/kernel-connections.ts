import type { IncomingMessage } from "node:http";
import type { EventLog } from "@daybook/eventlog";
import { type Exchange, v1Protocol } from "@daybook/notebook-events";
import type { FailurePolicy } from "../failure/failure-policy.js";
import type { WatchedCall } from "../observation/route-observer.js";
import type { Place, Places } from "../places/place.js";
import type { UpgradeObserver } from "../proxy/upgrade-observer.js";
import { kernelOfChannels } from "./channels-path.js";
import { ClientMessages } from "./client-messages.js";
import { KernelAccounts } from "./kernel-accounts.js";
import { ServerMessages } from "./server-messages.js";
import { SessionPlaces } from "./session-places.js";

const schema = ["daybook/kernel-executions", 1] as const;

/** What the account of executions needs. */
export interface KernelConnectionsParts {
  readonly log: EventLog;
  readonly report: (problem: string) => void;
  readonly failures: FailurePolicy;
  readonly places: Places;
  /** The name of whoever sent a request. Does not reject. */
  readonly identify: (request: IncomingMessage, place: Place) => Promise<string | undefined>;
  /** What the server behind answers to a question, for somebody's request. Does not reject. */
  readonly ask: (request: IncomingMessage, path: string) => Promise<unknown>;
}

/** A WebSocket of a kernel that is being opened. */
export interface KernelConnection {
  /** Finds out what the account has to know before anything is run. Does not reject. */
  ready(): Promise<void>;
  /** @returns what looks at the connection; `refused` where the server behind speaks what nobody here understands */
  observe(answer: IncomingMessage): UpgradeObserver | "refused";
}

/** The WebSockets of kernels, as far as it is recorded what is run through them. */
export class KernelConnections {
  readonly #parts: KernelConnectionsParts;
  readonly #places = new SessionPlaces();
  readonly #accounts: KernelAccounts;

  constructor(parts: KernelConnectionsParts) {
    this.#parts = parts;
    this.#accounts = new KernelAccounts({ ...parts, placeOf: (kernelId) => this.#places.placeOf(kernelId) });
  }

  /** The connection that a request opens; nothing where it is none, or not looked at. */
  of(request: IncomingMessage): KernelConnection | undefined {
    const { log, places } = this.#parts;
    if (!log.allowedSchemas.has(schema[0])) return undefined;
    for (const place of places.of(request.url ?? "")) {
      const kernelId = kernelOfChannels(place.path);
      if (kernelId !== undefined) return this.#opening(kernelId, request, place);
    }
    return undefined;
  }

  #opening(kernelId: string, request: IncomingMessage, place: Place): KernelConnection {
    const { identify, ask } = this.#parts;
    let username = "";
    return {
      ready: async () => {
        const sessions = ask(request, `${place.baseUrl}api/sessions`);
        username = (await identify(request, place)) ?? "";
        if (this.#places.placeOf(kernelId).sessionId === undefined) this.#places.learn(await sessions);
      },
      observe: (answer) => this.#observe(kernelId, username, answer),
    };
  }

  /** What is learnt from a call that passes: which sessions there are, and which kernels end. */
  learning({ method, place }: Pick<WatchedCall, "method" | "place">): (exchange: Exchange) => void {
    const [, kernelId, restart] = /^api\/kernels\/([^/]+)(\/restart)?$/.exec(place.path) ?? [];
    const ending = method === "POST" ? restart !== undefined : method === "DELETE" && restart === undefined;
    if (kernelId !== undefined && ending) this.#accounts.expect(kernelId, restart ? "restart" : "shutdown");
    return (exchange) => {
      const isDone = exchange.status < 300;
      const ended = this.#places.observe(exchange);
      if (ended !== undefined) this.#accounts.ended(ended, "shutdown");
      if (kernelId === undefined || !ending) return;
      if (isDone) this.#accounts.ended(kernelId, restart ? "restart" : "shutdown");
      else this.#accounts.expect(kernelId, undefined);
      if (isDone && !restart) this.#places.forgetKernel(kernelId);
    };
  }

  /** Records what waits for answers that nobody will see. */
  close(): void {
    this.#accounts.close();
  }

  #observe(kernelId: string, username: string, { headers }: IncomingMessage): UpgradeObserver | "refused" {
    const protocol = headers["sec-websocket-protocol"] ?? "";
    // What an extension does to frames nobody here can undo, and none was offered.
    if (headers["sec-websocket-extensions"] !== undefined) return "refused";
    if (protocol !== "" && protocol !== v1Protocol) return "refused";
    const { failures } = this.#parts;
    const needed = failures.needed([schema]);
    const canRecord = needed.length === 0 ? undefined : () => failures.canRecord(needed);
    const tracker = this.#accounts.open(kernelId);
    return {
      client: new ClientMessages({ tracker, protocol, username, canRecord }),
      server: new ServerMessages(tracker, protocol, () => this.#accounts.died(kernelId)),
      ended: () => this.#accounts.closed(kernelId),
    };
  }
}

/** The headers of a handshake without its offers to change frames, such as to compress them. */
export function withoutExtensions(headers: readonly string[]): string[] {
  return headers.filter(
    (_, index) => (headers[index - (index % 2)] as string).toLowerCase() !== "sec-websocket-extensions",
  );
}
