import { capsuleNames, metadataVersion, type RecordedEvent } from "../capsule.js";
import type { JsonObject } from "../json-value.js";
import type { Redaction } from "../policy/redaction.js";
import type { RegisteredSchema } from "../schema/registered-schema.js";
import { oneLine, quote } from "./line-text.js";
import { ObjectWriter } from "./object-writer.js";
import { PlaceWriters } from "./place-writers.js";
import type { Envelope } from "./shape.js";
import type { Member } from "./value-writers.js";

/**
 * The quick way from an event to its line, for one schema under one policy: one pass over the event makes the copy
 * that is validated, the event after policy, and the line.
 *
 * ```
 * event ─▶ compiled reader ─▶ copy ─▶ Ajv ─▶ line, recorded event
 *                   └── anything out of the ordinary ─▶ plain path
 * ```
 *
 * It writes the same bytes as the plain path, or leaves the event to it.
 */
export class EventWriter {
  /** The line of the event that was written last, and the event as recorded. */
  line = "";
  recorded: RecordedEvent | undefined;
  readonly #accepts: RegisteredSchema["accepts"];
  readonly #places = new PlaceWriters();
  readonly #events: ObjectWriter;

  constructor(schema: RegisteredSchema, redaction: Redaction) {
    this.#accepts = schema.accepts;
    const memberOf = (name: string): Member | undefined => {
      if ((capsuleNames as readonly string[]).includes(name)) return undefined;
      switch (redaction.verdict(name)) {
        case "declared-nowhere":
        case "withheld":
          return this.#places.withheld;
        case "property-allowed":
          return this.#places.whole;
        default:
          return this.#places.memberAt(redaction.root.property(name));
      }
    };
    this.#events = new ObjectWriter(memberOf, this.#places.output, envelopeOf(schema));
  }

  /** Writes an event; false where it is out of the ordinary or not valid, and nothing was written. */
  write(event: object, timestamp: string): boolean {
    const { output } = this.#places;
    // Not 0 where a getter of another event records this one.
    const { depth } = output;
    const taken = this.#takes(event, timestamp);
    output.depth = depth;
    if (!taken) return false;
    this.line = output.text;
    this.recorded = output.redacted as JsonObject as RecordedEvent;
    return true;
  }

  #takes(event: object, timestamp: string): boolean {
    if (typeof event !== "object" || event === null) return false;
    try {
      const copy = this.#events.write(event, timestamp);
      return copy !== undefined && this.#accepts(copy);
    } catch {
      // A getter, a proxy or the validator threw; the plain path says so without repeating what.
      return false;
    }
  }
}

function envelopeOf({ id, version }: RegisteredSchema): Envelope {
  const schema = quote(id);
  const writtenVersion = typeof version === "string" ? quote(version) : oneLine(JSON.stringify(version));
  return {
    before: '{"__timestamp__":"',
    after: `","__schema__":${schema},"__schema_version__":${writtenVersion},"__metadata_version__":${metadataVersion}`,
    properties: `__timestamp__: timestamp, __schema__: ${schema}, __schema_version__: ${writtenVersion}, __metadata_version__: ${metadataVersion},`,
  };
}
