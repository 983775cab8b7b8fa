import { type PartNames, type PostedEvent, readPostedEvent } from "../eventlog/posted-event.js";

const names: PartNames = { schema: "schema_id", event: "data" };

/**
 * Reads the body of `POST /api/events`, `{schema_id, version, data, timestamp?}`.
 *
 * @param body what `JSON.parse` has made
 * @throws {ServerError} `bad-request`, naming the field and what it must be
 */
export function readEmittedEvent(body: unknown): PostedEvent {
  const posted = readPostedEvent(body, names);
  const { timestamp } = posted;
  return timestamp === undefined ? posted : { ...posted, timestamp: plainTimestamp(timestamp) };
}

/** Jupyter writes times with an offset and a `Z`: `2022-05-26T12:50:00+06:00Z`. Its offset is the one that counts. */
function plainTimestamp(timestamp: string): string {
  return timestamp.replace(/([+-]\d\d):?(\d\d)Z$/i, "$1:$2");
}
