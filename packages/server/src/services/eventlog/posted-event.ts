import { isObject } from "@daybook/eventlog";
import { type ServerError, serverError } from "../../errors.js";

/** The body of `POST /api/eventlog`. */
export interface PostedEvent {
  readonly schema: string;
  readonly version: number | string;
  readonly event: Record<string, unknown>;
  /** RFC 3339. */
  readonly timestamp?: string;
}

/** What a body calls the parts of an event. */
export interface PartNames {
  readonly schema: string;
  readonly event: string;
}

const ownNames: PartNames = { schema: "schema", event: "event" };

/**
 * Checks the shape of a posted body. Further keys are passed over, so that later clients may send more.
 *
 * @param body what `JSON.parse` has made: a key that is missing is `undefined`, and none else
 * @throws {ServerError} `bad-request`, naming the field and what it must be
 */
export function readPostedEvent(body: unknown, names = ownNames): PostedEvent {
  if (!isObject(body)) throw serverError("bad-request", "The body must be a JSON object");
  const { [names.schema]: schema, version, [names.event]: event, timestamp } = body;
  if (schema === undefined) throw missing(names.schema);
  if (version === undefined) throw missing("version");
  if (event === undefined) throw missing(names.event);
  if (typeof schema !== "string") throw serverError("bad-request", `'${names.schema}' must be a string`);
  if (typeof version !== "number" && typeof version !== "string") {
    throw serverError("bad-request", "'version' must be a number or a string");
  }
  if (!isObject(event)) throw serverError("bad-request", `'${names.event}' must be an object`);
  if (timestamp !== undefined && typeof timestamp !== "string") {
    throw serverError("bad-request", "'timestamp' must be an RFC 3339 string");
  }
  return timestamp === undefined ? { schema, version, event } : { schema, version, event, timestamp };
}

function missing(name: string): ServerError {
  return serverError("bad-request", `'${name}' is a required field`);
}
