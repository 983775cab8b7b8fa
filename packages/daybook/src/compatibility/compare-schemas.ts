import type { SchemaObject } from "@daybook/eventlog";
import type { Break } from "./break.js";
import { Containment } from "./containment.js";
import { policyChanges, undeclaredNow } from "./policy-changes.js";
import { SchemaSide } from "./schema-side.js";

/** What a new version of a schema breaks, for whom; where a list is empty, nothing. */
export interface Compatibility {
  /** Events that the old version takes and the new one refuses. Places are in the new document. */
  readonly writers: readonly Break[];
  /** What events of the new version hold that the old one rules out, or lack. Places are in the old document. */
  readonly readers: readonly Break[];
  /** What the same policy withholds now. Readers miss it too. Places are in the new document. */
  readonly withheld: readonly Break[];
  /** What the same policy reveals now. Places are in the new document. */
  readonly revealed: readonly Break[];
}

/**
 * Compares two versions of an event schema.
 *
 * Compatible for writers: every event that is valid under the old version is valid under the new one, so that programs
 * may go on as they are. Compatible for readers: every event that is valid under the new version, without the properties
 * that the old one does not allow, is valid under the old one, and no declared property has gone. Where that cannot be
 * told, it is a break: doubt warns.
 *
 * @param old a schema document that a log would register
 * @param young the new version
 *
 * @example
 * const door = { $id: "example.org/door", version: 1, properties: { open: { type: "boolean" } } };
 * const { writers } = compareSchemas(door, { ...door, version: 2, required: ["open"] });
 * writers; // [{ place: "/required", message: 'property "open" is required now' }]
 */
export function compareSchemas(old: SchemaObject, young: SchemaObject): Compatibility {
  const [oldSide, youngSide] = [new SchemaSide(old), new SchemaSide(young)];
  const gone = undeclaredNow(oldSide, youngSide);
  const readers = new Containment(youngSide, oldSide, "readers").breaks();
  const isGone = ({ place }: Break) =>
    gone.some((each) => place === each.place || place.startsWith(`${each.place}/`));
  return {
    writers: unique(new Containment(oldSide, youngSide, "writers").breaks()),
    readers: unique([...gone, ...readers.filter((each) => !isGone(each))]),
    ...policyChanges(oldSide, youngSide),
  };
}

/** The same place may be reached on several ways. */
function unique(breaks: readonly Break[]): Break[] {
  return [...new Map(breaks.map((each) => [JSON.stringify(each), each])).values()];
}
