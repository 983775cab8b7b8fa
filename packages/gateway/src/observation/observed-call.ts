import type { IncomingMessage } from "node:http";
import type { EventLog } from "@daybook/eventlog";
import { type Exchange, observe } from "@daybook/notebook-events";
import type { CallObserver } from "../proxy/call-observer.js";
import { JsonMembers } from "./json-members.js";
import type { NewUploads } from "./new-uploads.js";
import { priorStateOf } from "./prior-state.js";
import type { Identity } from "../identity/identity.js";
import type { WatchedCall } from "./route-observer.js";
import { userActionOf, userActions } from "./user-actions.js";
import { observedMembers } from "./watched-routes.js";

/** What a call is observed with. */
export interface Observation {
  readonly log: EventLog;
  readonly report: (problem: string) => void;
  readonly uploads: NewUploads;
  /** Who sent the call, on its way; absent where no event says that. Does not reject. */
  readonly user?: Promise<Identity | undefined> | undefined;
  /** What was asked before; see {@link priorStateOf}. */
  readonly before?: unknown;
  /** Is told of the finished call too, before its events are recorded; `undefined` is one without a whole answer. */
  readonly learn?: ((exchange: Exchange | undefined) => void) | undefined;
}

/** One call on its way, of which events are made when it is known how it ends. */
export class ObservedCall implements CallObserver {
  readonly sent?: (piece: Buffer) => void;
  readonly received?: (piece: Buffer) => void;
  readonly #call: WatchedCall;
  readonly #observation: Observation;
  readonly #requestBody: JsonMembers | undefined;
  readonly #responseBody: JsonMembers | undefined;
  #status = 0;
  #responseType: string | undefined;
  #responseBytes = 0;
  #isFinished = false;

  constructor(call: WatchedCall, observation: Observation) {
    this.#call = call;
    this.#observation = observation;
    if (call.watch.requestBody) {
      const body = new JsonMembers(observedMembers);
      this.#requestBody = body;
      this.sent = (piece) => body.push(piece);
    }
    if (call.watch.responseBody) {
      const body = new JsonMembers(observedMembers);
      this.#responseBody = body;
      this.received = (piece) => body.push(piece);
    }
    if (call.watch.whenSent) {
      this.received = (piece) => {
        this.#responseBytes += piece.length;
      };
    }
  }

  get done(): boolean {
    // How much of an answer has gone out is known without reading the rest of it.
    return this.#isFinished || (this.#call.watch.whenSent === true && this.#status !== 0);
  }

  answered(status: number, { headers }: IncomingMessage): void {
    this.#status = status;
    this.#responseType = headers["content-type"];
    const encoding = headers["content-encoding"] ?? "identity";
    if (encoding !== "identity" && this.#call.watch.responseBody) {
      const { report } = this.#observation;
      report(
        `an answer was compressed although that was not asked for (${encoding}), so that its event may lack parts`,
      );
    }
    if (this.received === undefined) this.#finish();
  }

  ended(): void {
    if (!this.#call.watch.whenSent) this.#finish();
  }

  failed(): void {
    if (this.#isFinished || (this.#call.watch.whenSent && this.#status !== 0)) return;
    this.#isFinished = true;
    this.#observation.learn?.(undefined);
  }

  sentOut(unsent: number, isWhole: boolean): void {
    if (!this.#call.watch.whenSent) return;
    const responseType = this.#responseType;
    this.#finish({
      ...(responseType === undefined ? {} : { responseType }),
      responseBytes: this.#responseBytes - unsent,
      responseBrokeOff: !isWhole,
    });
  }

  #finish(sent: Partial<Exchange> = {}): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    const { method, place, watch } = this.#call;
    const responseBody = this.#responseBody?.end();
    const exchange = this.#observation.uploads.settle(place.baseUrl, {
      method,
      path: place.path,
      status: this.#status,
      requestBody: this.#requestBody?.end(),
      responseBody,
      priorState: priorStateOf(watch, this.#observation.before, responseBody),
      ...sent,
    });
    this.#observation.learn?.(exchange);
    const { user } = this.#observation;
    if (user === undefined) this.#record(exchange);
    else {
      void user.then((sender) =>
        this.#record(
          sender === undefined
            ? exchange
            : { ...exchange, user: sender.username, confirmedBy: sender.source },
          sender,
        ),
      );
    }
  }

  #record(exchange: Exchange, sender?: Identity): void {
    const { log, report } = this.#observation;
    const { place, schemas } = this.#call;
    const observed = observe(exchange);
    const actions = schemas.includes(userActions)
      ? observed.flatMap((each) => userActionOf(each, place, sender) ?? [])
      : [];
    for (const { schema, version, event } of [...observed, ...actions]) {
      try {
        log.recordEvent(schema, version, event);
      } catch (error) {
        // The person's work is done by now; the message holds nothing of the event.
        report(`an event of ${schema} was not recorded: ${(error as Error).message}`);
      }
    }
  }
}
