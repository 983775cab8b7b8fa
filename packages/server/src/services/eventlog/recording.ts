import {
  type EventLog,
  EventLogError,
  InvalidEventError,
  UnavailableError,
  UnknownSchemaError,
} from "@daybook/eventlog";
import { serverError } from "../../errors.js";
import type { PostedEvent } from "./posted-event.js";

/** How long a client should wait before it sends an event again, in seconds. */
const retryAfter = 5;

/** How long handlers may take to keep an event, in milliseconds: a reader that has stalled may never take it. */
const patience = 30_000;

/**
 * Records a posted event, and resolves when every handler has kept it. Where that takes too long it may be kept all the
 * same later, so a client that sends it again may have recorded it twice; one that heard nothing could not know either.
 *
 * @throws {ServerError} for each way in which it is not recorded; this is the one place where they become HTTP
 */
export async function recordPostedEvent(log: EventLog, posted: PostedEvent): Promise<void> {
  const { schema, version, event, timestamp } = posted;
  try {
    if (!log.isAllowed(schema, version)) {
      throw serverError(
        "schema-not-allowed",
        `Events of ${schema} are not recorded here: the operator has not allowed them`,
      );
    }
    const options = timestamp === undefined ? {} : { timestamp };
    const recorded = await inTime(log.recordEventKept(schema, version, event, options));
    // 204 would claim that it was kept.
    if (recorded === undefined) throw unavailable("No handler is configured, so that events go nowhere");
  } catch (error) {
    throw asServerError(error);
  }
}

async function inTime<Result>(keeping: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const message = "The event could not be kept in time; send it again later";
    timer = setTimeout(() => reject(unavailable(message)), patience);
  });
  return Promise.race([keeping, late]).finally(() => clearTimeout(timer));
}

function asServerError(error: unknown): unknown {
  if (error instanceof InvalidEventError) {
    return serverError("invalid-event", error.message, { errors: error.errors });
  }
  if (error instanceof UnknownSchemaError) return serverError("unknown-schema", error.message);
  if (error instanceof UnavailableError)
    return unavailable("The event could not be kept; send it again later");
  if (error instanceof EventLogError) {
    if (error.code === "invalid-timestamp")
      return serverError("bad-request", `'timestamp': ${error.message}`);
    if (error.code === "log-closed") return unavailable("The server is stopping");
  }
  return error;
}

function unavailable(message: string) {
  return serverError("log-unavailable", message, { retryAfter });
}
