import { capsuleNames, metadataVersion } from "../capsule.js";
import type { PolicyNode } from "../policy/policy-node.js";
import type { Redaction } from "../policy/redaction.js";
import type { LineRecord } from "../record.js";
import type { RegisteredSchema } from "../schema/registered-schema.js";
import type { Moment } from "../timestamp.js";
import { oneLine, quote } from "./line-text.js";
import type { Member } from "./member.js";
import { PlaceWriters } from "./place-writers.js";
import { compileEvent, type Envelope, type EventShape, otherShape } from "./shape.js";
import { Shapes } from "./shapes.js";

/**
 * The quick way from an event to its record, for one schema under one policy: one pass over the event makes the event
 * after policy and the line, and a copy for Ajv where the schema says more than rules can tell.
 *
 * ```
 * event ─▶ function compiled for its keys ─▶ record
 *                   └── anything out of the ordinary ─▶ plain path
 * ```
 *
 * It makes the same record as the plain path, or leaves the event to it.
 */
export class EventWriter {
  readonly #places: PlaceWriters;
  readonly #shapes: Shapes<EventShape>;

  /** @param eventIds whether events get ids and numbers */
  constructor(schema: RegisteredSchema, redaction: Redaction, eventIds = false) {
    const { root } = redaction;
    const ruled = root.isPlain;
    const places = new PlaceWriters(ruled);
    const envelope = envelopeOf(schema, eventIds);
    const membersOf = places.membersOf(root, (name) => memberOf(places, redaction, root, name));
    this.#places = places;
    this.#shapes = new Shapes(membersOf, (keys, members) =>
      compileEvent(keys, members, places.output, envelope, schema, ruled ? undefined : schema.accepts),
    );
  }

  /** Makes the record of an event; `undefined` where it is out of the ordinary or not valid. */
  write(event: object, timestamp: string, moment: Moment, wanted = true): LineRecord | undefined {
    if (typeof event !== "object" || event === null) return undefined;
    const { output } = this.#places;
    // Not 0 where a getter of another event records this one.
    const { depth } = output;
    output.depth = depth + 1;
    try {
      let record = this.#shapes.last(event, timestamp, moment, wanted);
      if (record === otherShape) record = this.#shapes.of(event)?.(event, timestamp, moment, wanted);
      return record === otherShape ? undefined : record;
    } catch {
      // A getter, a proxy or the validator threw; the plain path says so without repeating what.
      return undefined;
    } finally {
      output.depth = depth;
    }
  }
}

function memberOf(
  places: PlaceWriters,
  redaction: Redaction,
  root: PolicyNode,
  name: string,
): Member | undefined {
  if (capsuleNames.includes(name)) return undefined;
  const node = root.property(name);
  switch (redaction.verdict(name)) {
    case "declared-nowhere":
    case "withheld":
      return places.withheld(node);
    case "property-allowed":
      return places.whole(node);
    default:
      return places.memberAt(node);
  }
}

function envelopeOf({ id, version }: RegisteredSchema, eventIds: boolean): Envelope {
  const schema = quote(id);
  const writtenVersion = typeof version === "string" ? quote(version) : oneLine(JSON.stringify(version));
  return {
    before: '{"__timestamp__":"',
    after: `","__schema__":${schema},"__schema_version__":${writtenVersion},"__metadata_version__":${metadataVersion}`,
    properties: `__timestamp__: timestamp, __schema__: ${schema}, __schema_version__: ${writtenVersion}, __metadata_version__: ${metadataVersion},`,
    eventIds,
  };
}
