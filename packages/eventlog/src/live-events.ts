import { encapsulate } from "./capsule.js";
import { asError, catchLater } from "./foreign-code.js";
import { checkedNames } from "./policy/allowed-schemas.js";
import type { ProblemReporter } from "./problem-reporter.js";
import type { EventRecord } from "./handler.js";
import { lineOf } from "./record.js";
import { copyEvent } from "./schema-recorder.js";
import type { RegisteredSchema } from "./schema/registered-schema.js";

/** An event on its way to whoever watches the log right now. */
export interface LiveEvent {
  /** The `$id` of the schema. */
  readonly schema: string;
  /** The version as the schema file has it. */
  readonly version: number | string;
  /** RFC 3339, UTC. */
  readonly timestamp: string;
  /** The event as one JSON object with its capsule, without a line end; after policy, where it is recorded. */
  readonly line: string;
  /** False for an event of a schema that is only broadcast: it is passed on and kept nowhere. */
  readonly recorded: boolean;
}

/** Sees events as they happen. What it throws is reported and goes no further. */
export type Subscriber = (event: LiveEvent) => void;

/** What happens in a log, as it happens. */
export interface LiveEvents {
  /**
   * Schemas whose events subscribers get, whole, though they are recorded nowhere: front ends talk to each other by
   * them. One that is allowed is recorded, and passed on after policy like any other.
   */
  broadcastSchemas: readonly string[];
  /**
   * Passes on each event that is recorded, after policy, and each of a schema that is broadcast. Events pass also where no
   * handler takes them; a sender who waits hears all the same that they are kept nowhere.
   *
   * @example
   * const stop = log.live.subscribe(({ schema, line }) => console.log(schema, line));
   * stop();
   *
   * @returns ends it
   */
  subscribe(subscriber: Subscriber): () => void;
}

/** The live events of a log, from the side of the log. */
export class LiveFeed implements LiveEvents {
  readonly #report: (error: Error) => void;
  /** Never changed, only replaced: a subscriber that is called may add or remove others. */
  #subscribers: readonly Subscriber[] = [];
  #broadcast: ReadonlySet<string> = new Set();

  /** @throws {EventLogError} code `invalid-policy` where the schemas are no list of ids */
  constructor(problems: ProblemReporter, broadcastSchemas: readonly string[]) {
    this.#report = (error) => problems.report("listener", error);
    this.broadcastSchemas = broadcastSchemas;
  }

  get broadcastSchemas(): readonly string[] {
    return [...this.#broadcast];
  }

  set broadcastSchemas(schemas: readonly string[]) {
    this.#broadcast = new Set(checkedNames(schemas, "broadcastSchemas"));
  }

  subscribe(subscriber: Subscriber): () => void {
    // A function of its own, so that one that subscribes twice is told twice and leaves once.
    const own: Subscriber = (event) => subscriber(event);
    this.#subscribers = [...this.#subscribers, own];
    return () => {
      this.#subscribers = this.#subscribers.filter((other) => other !== own);
    };
  }

  /** True where somebody watches. */
  get isWatched(): boolean {
    return this.#subscribers.length > 0;
  }

  /** True where events of a schema that is not allowed are passed on. */
  broadcasts(schema: string): boolean {
    return this.#broadcast.has(schema);
  }

  /** Passes on an event that is recorded, or would be where somebody took it. */
  tell({ schema, version, timestamp, line }: EventRecord): void {
    if (this.isWatched) this.#pass({ schema, version, timestamp, line, recorded: true });
  }

  /**
   * Passes on an event that is recorded nowhere. It is validated also where nobody watches, so that who sends it learns of
   * mistakes.
   *
   * @throws {InvalidEventError}
   */
  broadcast(schema: RegisteredSchema, event: object, timestamp: string): void {
    const data = copyEvent(event, schema.subject);
    schema.validate(data);
    if (!this.isWatched) return;
    const { id, version } = schema;
    const line = lineOf(encapsulate(timestamp, id, version, data));
    this.#pass({ schema: id, version, timestamp, line, recorded: false });
  }

  #pass(event: LiveEvent): void {
    for (const subscriber of this.#subscribers) {
      try {
        catchLater(subscriber(event), this.#report);
      } catch (error) {
        this.#report(asError(error));
      }
    }
  }
}
