import {
  type Acknowledgement,
  type EventLog,
  type EventLogError,
  InvalidEventError,
  type RecordOutcome,
  UnavailableError,
  UnknownSchemaError,
} from "@daybook/eventlog";
import { type ServerError, serverError } from "../../errors.js";
import { Patience } from "./patience.js";
import type { PostedEvent } from "./posted-event.js";

/** How long a client should wait before it sends an event again, in seconds. */
const retryAfter = 5;

/** Records posted events, and is the one place where what becomes of them turns into HTTP. */
export class Recording {
  readonly #log: EventLog;
  readonly #patience = new Patience();

  constructor(log: EventLog) {
    this.#log = log;
  }

  /**
   * Records an event, and resolves when every handler has kept it, as far as the operator configured.
   *
   * @param ack less than that, where the sender asks for less
   * @throws {ServerError} for each way in which it is not recorded
   */
  async record(event: PostedEvent, ack?: Acknowledgement): Promise<void> {
    const [refusal] = await this.recordAll([event], () => event.schema, ack);
    if (refusal !== undefined) throw refusal;
  }

  /**
   * Records events, in their order, and waits for them once. Where that takes too long they may be kept
   * all the same later, so a client that sends them again may have recorded them twice; one that heard nothing could not
   * know either.
   *
   * @param events each is let go of before the next is asked for
   * @param schemaOf the schema of one of them, for its refusal
   * @returns for each event why it is not recorded, `undefined` for one that is
   * @throws {ServerError} where the handlers took too long, for all events
   */
  async recordAll(
    events: Iterable<PostedEvent>,
    schemaOf: (index: number) => string,
    ack?: Acknowledgement,
  ): Promise<(ServerError | undefined)[]> {
    const outcomes = await this.#outcomes(events, ack);
    return outcomes.map((outcome, index) => refusalOf(outcome, () => schemaOf(index)));
  }

  /**
   * Takes an event of somebody who does not ask whether it is recorded: it is, as far as the operator allowed it, and whoever
   * watches gets it, as far as they may. Where neither is so, that is no error.
   *
   * @throws {ServerError} where it is wrong, or was to be kept and could not be
   */
  async offer(event: PostedEvent): Promise<void> {
    if (this.#log.live.broadcastSchemas.includes(event.schema) && this.#passOn(event)) return;
    const [outcome = "unheard"] = await this.#outcomes([event]);
    if (outcome === "not-allowed" || outcome === "unheard") return;
    const refusal = refusalOf(outcome, () => event.schema);
    if (refusal !== undefined) throw refusal;
  }

  /** Passes an event on that is not to be recorded; false where it is. */
  #passOn({ schema, version, event, timestamp }: PostedEvent): boolean {
    try {
      if (this.#log.isAllowed(schema, version)) return false;
      this.#log.recordEvent(schema, version, event, timestamp === undefined ? {} : { timestamp });
      return true;
    } catch (error) {
      throw asServerError(error as EventLogError);
    }
  }

  /** @throws {ServerError} where the handlers took too long */
  async #outcomes(events: Iterable<PostedEvent>, ack?: Acknowledgement): Promise<RecordOutcome[]> {
    const keeping = this.#log.recordEventsKept(events, ack === undefined ? {} : { ack });
    const outcomes = await this.#patience.waitFor(keeping);
    if (outcomes === undefined) throw unavailable("The event could not be kept in time; send it again later");
    return outcomes;
  }
}

function refusalOf(outcome: RecordOutcome, schemaOf: () => string): ServerError | undefined {
  switch (outcome) {
    case "recorded":
      return undefined;
    case "not-allowed":
      return serverError(
        "schema-not-allowed",
        `Events of ${schemaOf()} are not recorded here: the operator has not allowed them`,
      );
    case "unheard":
      // 204 would claim that it was kept.
      return unavailable("No handler is configured, so that events go nowhere");
    default:
      return asServerError(outcome);
  }
}

function asServerError(error: EventLogError): ServerError {
  if (error instanceof InvalidEventError) {
    return serverError("invalid-event", error.message, { errors: error.errors });
  }
  if (error instanceof UnknownSchemaError) return serverError("unknown-schema", error.message);
  if (error instanceof UnavailableError)
    return unavailable("The event could not be kept; send it again later");
  if (error.code === "invalid-timestamp") return serverError("bad-request", `'timestamp': ${error.message}`);
  if (error.code === "log-closed") return unavailable("The server is stopping");
  return serverError("internal", undefined, { cause: error });
}

function unavailable(message: string): ServerError {
  return serverError("log-unavailable", message, { retryAfter });
}
