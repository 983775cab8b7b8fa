import { type JsonObject, type JsonValue, setOwn } from "./json-value.js";

/** The version of the capsule itself. */
export const metadataVersion = 1;

/** The names that the capsule adds to recorded events; an event's own property can never have one of them. */
export const capsuleNames: readonly string[] = [
  "__timestamp__",
  "__schema__",
  "__schema_version__",
  "__metadata_version__",
  "__id__",
  "__sequence__",
];

/** What stands before an event's own properties in every recorded line. */
export interface Capsule {
  /** When it happened: RFC 3339, UTC, ending in `Z`. */
  __timestamp__: string;
  /** The `$id` of the schema. */
  __schema__: string;
  /** The version as the schema file has it: a number or a string. */
  __schema_version__: number | string;
  __metadata_version__: 1;
  /** Where events have ids: a UUID of version 7, which sorts by time and ends alike for all events of a process. */
  __id__?: string;
  /** Where events have ids: the events of a process are numbered from 1 on. */
  __sequence__?: number;
}

/** What tells an event from all others. */
export interface EventIdentity {
  readonly id: string;
  readonly sequence: number;
}

/** An event as it is recorded: the capsule first, then the event's properties after policy. */
export type RecordedEvent = Capsule & { [property: string]: JsonValue | undefined };

/** Puts the capsule before the properties of an event that policy has gone over already. */
export function encapsulate(
  timestamp: string,
  schema: string,
  version: number | string,
  event: JsonObject,
  identity?: EventIdentity,
): RecordedEvent {
  const recorded: RecordedEvent = {
    __timestamp__: timestamp,
    __schema__: schema,
    __schema_version__: version,
    __metadata_version__: metadataVersion,
  };
  if (identity !== undefined) {
    recorded.__id__ = identity.id;
    recorded.__sequence__ = identity.sequence;
  }
  for (const name of Object.keys(event)) setOwn(recorded, name, event[name]);
  return recorded;
}
