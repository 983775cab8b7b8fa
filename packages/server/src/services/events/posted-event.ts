import { isObject } from "@daybook/eventlog";
import { serverError } from "../../errors.js";
import { missingField, type PostedEvent } from "../eventlog/posted-event.js";

/**
 * Reads the body of `POST /api/events`, `{schema_id, version, data, timestamp?}`. Further keys are passed over.
 *
 * @param body what `JSON.parse` has made
 * @throws {ServerError} `bad-request`, naming the field and what it must be
 */
export function readEmittedEvent(body: unknown): PostedEvent {
  if (!isObject(body)) throw serverError("bad-request", "The body must be a JSON object");
  const { schema_id: schema, version, data: event, timestamp } = body;
  if (schema === undefined) throw missingField("schema_id");
  if (version === undefined) throw missingField("version");
  if (event === undefined) throw missingField("data");
  if (typeof schema !== "string") throw serverError("bad-request", "'schema_id' must be a string");
  if (typeof version !== "number" && typeof version !== "string") {
    throw serverError("bad-request", "'version' must be a number or a string");
  }
  if (!isObject(event)) throw serverError("bad-request", "'data' must be an object");
  if (timestamp === undefined) return { schema, version, event };
  if (typeof timestamp !== "string") {
    throw serverError(
      "bad-request",
      "'timestamp' must be a string: RFC 3339, or the same with an offset and a Z",
    );
  }
  return { schema, version, event, timestamp: plainTimestamp(timestamp) };
}

/** Jupyter writes times with an offset and a `Z`: `2022-05-26T12:50:00+06:00Z`. Its offset is the one that counts. */
function plainTimestamp(timestamp: string): string {
  return timestamp.replace(/([+-]\d\d):?(\d\d)Z$/i, "$1:$2");
}
