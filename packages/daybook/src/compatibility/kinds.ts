import type { SchemaObject } from "@daybook/eventlog";

/** Types of JSON Schema, cut so that none holds another. */
export type Kind = "array" | "boolean" | "fraction" | "integer" | "null" | "object" | "string";

export const allKinds: readonly Kind[] = [
  "array",
  "boolean",
  "fraction",
  "integer",
  "null",
  "object",
  "string",
];

export const numbers: readonly Kind[] = ["fraction", "integer"];

/** The kinds that the `type` of a schema admits. */
export function kindsOf({ type, nullable }: SchemaObject): readonly Kind[] {
  if (type === undefined) return allKinds;
  const kinds = [type].flat().flatMap((name) => (name === "number" ? numbers : [name as Kind]));
  // Ajv knows this keyword of OpenAPI.
  return nullable === true ? [...kinds, "null"] : kinds;
}

/** The kind of a value that was read from JSON. */
export function kindOf(value: unknown): Kind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "fraction";
  return typeof value as Kind;
}

/** Kinds as a person would list them. */
export function kindsInWords(kinds: readonly Kind[]): string {
  const words = kinds.map((kind) => kindWords[kind]);
  return words.join(" or ");
}

const kindWords: Readonly<Record<Kind, string>> = {
  array: "a list",
  boolean: "true or false",
  fraction: "a number that is not whole",
  integer: "a whole number",
  null: "null",
  object: "a mapping",
  string: "text",
};
