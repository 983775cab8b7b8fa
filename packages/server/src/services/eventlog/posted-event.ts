import { isObject } from "@daybook/eventlog";
import { serverError } from "../../errors.js";

/** The body of `POST /api/eventlog`. */
export interface PostedEvent {
  readonly schema: string;
  readonly version: number | string;
  readonly event: Record<string, unknown>;
  /** RFC 3339. */
  readonly timestamp?: string;
}

/**
 * Checks the shape of a posted body. Further keys are passed over, so that later clients may send more.
 *
 * @throws {ServerError} `bad-request`, naming the field and what it must be
 */
export function readPostedEvent(body: unknown): PostedEvent {
  if (!isObject(body)) throw serverError("bad-request", "The body must be a JSON object");
  for (const name of ["schema", "version", "event"]) {
    if (!Object.hasOwn(body, name)) throw serverError("bad-request", `'${name}' is a required field`);
  }
  const { schema, version, event } = body;
  if (typeof schema !== "string") throw serverError("bad-request", "'schema' must be a string");
  if (typeof version !== "number" && typeof version !== "string") {
    throw serverError("bad-request", "'version' must be a number or a string");
  }
  if (!isObject(event)) throw serverError("bad-request", "'event' must be an object");
  if (!Object.hasOwn(body, "timestamp")) return { schema, version, event };
  const { timestamp } = body;
  if (typeof timestamp !== "string")
    throw serverError("bad-request", "'timestamp' must be an RFC 3339 string");
  return { schema, version, event, timestamp };
}
