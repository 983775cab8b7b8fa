import type { IncomingMessage } from "node:http";
import type { EventLog } from "@daybook/eventlog";
import { type Exchange, observe } from "@daybook/notebook-events";
import type { CallObserver } from "../proxy/call-observer.js";
import { JsonMembers } from "./json-members.js";
import type { Watch } from "./watched-routes.js";

/** One call on its way, of which events are made when it is known how it ends. */
export class ObservedCall implements CallObserver {
  readonly sent?: (piece: Buffer) => void;
  readonly received?: (piece: Buffer) => void;
  readonly #method: string;
  readonly #path: string;
  readonly #log: EventLog;
  readonly #report: (problem: string) => void;
  readonly #requestBody = new JsonMembers();
  readonly #responseBody = new JsonMembers();
  #status = 0;
  done = false;

  constructor(method: string, path: string, watch: Watch, log: EventLog, report: (problem: string) => void) {
    this.#method = method;
    this.#path = path;
    this.#log = log;
    this.#report = report;
    if (watch.requestBody) this.sent = (piece) => this.#requestBody.push(piece);
    if (watch.responseBody) this.received = (piece) => this.#responseBody.push(piece);
  }

  answered(status: number, _answer: IncomingMessage): void {
    this.#status = status;
    if (this.received === undefined) this.#finish();
  }

  ended(): void {
    this.#finish();
  }

  failed(): void {
    this.done = true;
  }

  #finish(): void {
    if (this.done) return;
    this.done = true;
    const exchange: Exchange = {
      method: this.#method,
      path: this.#path,
      status: this.#status,
      requestBody: this.#requestBody.end(),
      responseBody: this.#responseBody.end(),
    };
    for (const { schema, version, event } of observe(exchange)) {
      try {
        this.#log.recordEvent(schema, version, event);
      } catch (error) {
        // The person's work is done by now; the message holds nothing of the event.
        this.#report(`an event of ${schema} was not recorded: ${(error as Error).message}`);
      }
    }
  }
}
