import type { ErrorObject } from "ajv";
import type { EventViolation } from "../errors.js";
import { schemaMap, type SchemaObject, walkSchemas } from "./keywords.js";

/** More violations than this help nobody, and an event can be made to have a million. */
const maximumReported = 20;

/** The names that a schema declares anywhere; all other keys of an event may be personal data themselves. */
export function declaredNames(document: SchemaObject): ReadonlySet<string> {
  const names = new Set<string>();
  for (const schema of walkSchemas(document)) {
    for (const name of schemaMap(schema, "properties").keys()) names.add(name);
  }
  return names;
}

/** Ajv's errors in our words, without anything that the sender wrote. */
export function toViolations(errors: readonly ErrorObject[], names: ReadonlySet<string>): EventViolation[] {
  return errors.slice(0, maximumReported).map(({ instancePath, keyword, message }) => ({
    path: instancePath
      .split("/")
      .map((part) => (part === "" || isIndex(part) || names.has(unescapePointer(part)) ? part : "*"))
      .join("/"),
    keyword,
    message: message ?? `breaks the rule "${keyword}"`,
  }));
}

function isIndex(part: string): boolean {
  return /^\d{1,7}$/.test(part);
}

function unescapePointer(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}
