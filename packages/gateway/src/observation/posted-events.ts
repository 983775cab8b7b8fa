import type { IncomingMessage } from "node:http";
import type { EventLog } from "@daybook/eventlog";
import { EmittedEvents, type EventSender } from "@daybook/server";
import type { Place, Places } from "../places/place.js";
import type { CallObserver } from "../proxy/call-observer.js";
import { userActions } from "./user-actions.js";

/** What the events need that front ends post to the servers behind. */
export interface PostedEventsParts {
  readonly log: EventLog;
  readonly report: (problem: string) => void;
  readonly places: Places;
  /** A larger body is not kept, in bytes. */
  readonly maxEventSize: number;
  /** Who may post events, and as whom. Does not reject. */
  readonly senderOf: (request: IncomingMessage, place: Place) => Promise<EventSender | undefined>;
}

/**
 * Sees the events that front ends post to the events service of a server behind (`POST /api/events`), and records them once
 * that has taken them, as our server does.
 */
export class PostedEvents {
  readonly #parts: PostedEventsParts;
  readonly #events: EmittedEvents;
  readonly #recording = new Set<Promise<void>>();

  constructor(parts: PostedEventsParts) {
    this.#parts = parts;
    this.#events = new EmittedEvents(parts.log, [userActions[0]]);
  }

  /** What sees a request pass; nothing where it posts no event, or none can be recorded. */
  watch(request: IncomingMessage): CallObserver | undefined {
    const { log, places, maxEventSize } = this.#parts;
    if (request.method !== "POST" || log.allowedSchemas.size === 0) return undefined;
    const place = places.of(request.url ?? "").find(({ path }) => path === "api/events");
    if (place === undefined) return undefined;
    return new PostedEvent(maxEventSize, (body) => {
      const recording = this.#record(request, place, body).finally(() => this.#recording.delete(recording));
      this.#recording.add(recording);
    });
  }

  /** Waits for what is being recorded. */
  async close(): Promise<void> {
    await Promise.all(this.#recording);
  }

  /** Does not reject. */
  async #record(request: IncomingMessage, place: Place, body: Buffer | undefined): Promise<void> {
    const { senderOf, report } = this.#parts;
    const sender = await senderOf(request, place);
    // On a single server whoever it has let in may post; on one of a hub the name has to be known.
    const known = sender ?? (place.owner === undefined ? { username: "" } : undefined);
    const refusal =
      body === undefined
        ? "too-large"
        : known === undefined
          ? "forbidden"
          : await this.#events.offer(body, known);
    if (refusal !== undefined) report(`an event that was posted to api/events was not recorded: ${refusal}`);
  }
}

/** One of them, on its way. */
class PostedEvent implements CallObserver {
  readonly #largest: number;
  readonly #taken: (body: Buffer | undefined) => void;
  #pieces: Buffer[] | undefined = [];
  #length = 0;
  done = false;

  /** @param taken is told when the server behind has taken it; `undefined` is a body that was too large to be kept */
  constructor(largest: number, taken: (body: Buffer | undefined) => void) {
    this.#largest = largest;
    this.#taken = taken;
  }

  // Called without its object, as a listener.
  readonly sent = (piece: Buffer): void => {
    this.#length += piece.length;
    if (this.#length > this.#largest) this.#pieces = undefined;
    this.#pieces?.push(piece);
  };

  answered(status: number): void {
    if (this.done) return;
    this.done = true;
    if (status < 300) this.#taken(this.#pieces && Buffer.concat(this.#pieces));
  }

  ended(): void {}

  sentOut(): void {}

  failed(): void {
    this.done = true;
  }
}
