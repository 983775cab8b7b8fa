import type { EventViolation } from "../errors.js";
import type { Fault } from "../interpreter/fault.js";
import type { JsonObject } from "../json-value.js";
import { schemaMap, type SchemaObject, walkSchemas } from "./keywords.js";

/** More violations than this help nobody, and an event can be made to have a million. */
export const maximumReported = 20;

/** The names that a schema declares anywhere; all other keys of an event may be personal data themselves. */
export function declaredNames(document: SchemaObject): ReadonlySet<string> {
  const names = new Set<string>();
  for (const schema of walkSchemas(document)) {
    for (const name of schemaMap(schema, "properties").keys()) names.add(name);
  }
  return names;
}

/** Faults in our words, without anything that the sender wrote. */
export function toViolations(
  faults: readonly Fault[],
  event: JsonObject,
  names: ReadonlySet<string>,
): EventViolation[] {
  return faults.map(({ instancePath, keyword, message }) => ({
    path: shownPath(instancePath, event, names),
    keyword,
    message,
  }));
}

/** The path with the keys that only the sender knows as `*`. A key can look like an index, so the event is asked. */
function shownPath(pointer: string, event: JsonObject, names: ReadonlySet<string>): string {
  let value: unknown = event;
  let path = "";
  for (const part of pointer.split("/").slice(1)) {
    const name = unescapePointer(part);
    path += Array.isArray(value) || names.has(name) ? `/${part}` : "/*";
    value = (value as Record<string, unknown> | undefined)?.[name];
  }
  return path;
}

function unescapePointer(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}
