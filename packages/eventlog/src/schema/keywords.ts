import { isObject } from "../json-value.js";

/** A schema or sub-schema; `true` and `false` say nothing of categories and are left out wherever we walk. */
export type SchemaObject = { readonly [keyword: string]: unknown };

/**
 * How a schema bears on a value: `always`; only `sometimes`, where a branch (`anyOf`, `then` ..) holds; or only `aside`,
 * as the condition of a branch: that says nothing of what valid values are like, but its categories count all the same.
 */
export type Bearing = "always" | "sometimes" | "aside";

/** The strongest first. */
export const bearings: readonly Bearing[] = ["always", "sometimes", "aside"];

/**
 * Keywords whose schemas look at the same value as the schema they stand in: those that hold one schema, a list of
 * schemas, or schemas under names.
 */
const sameValue: Readonly<Record<Bearing, readonly [singles: string[], lists: string[], maps: string[]]>> = {
  always: [[], ["allOf"], []],
  sometimes: [
    ["then", "else"],
    ["anyOf", "oneOf"],
    ["dependentSchemas", "dependencies"],
  ],
  aside: [["if", "not"], [], []],
};
/** Keywords whose schemas look at a member of the value, or at nothing until a `$ref` names them. */
const otherSingles = [
  "additionalProperties",
  "unevaluatedProperties",
  "propertyNames",
  "items",
  "additionalItems",
  "unevaluatedItems",
  "contains",
];
const otherLists = ["prefixItems", "items"];
const otherMaps = ["properties", "patternProperties", "$defs", "definitions"];

/** The schemas inside a schema that look at the same value, so that what they declare counts for it too. */
export function schemasOfSameValue(schema: SchemaObject, bearing: Bearing): SchemaObject[] {
  return collect(schema, ...sameValue[bearing]);
}

/** All schemas that stand directly in a schema. */
export function childSchemas(schema: SchemaObject): SchemaObject[] {
  const same = bearings.flatMap((bearing) => schemasOfSameValue(schema, bearing));
  return [...same, ...collect(schema, otherSingles, otherLists, otherMaps)];
}

/** Every schema in a document, the document first. */
export function* walkSchemas(document: SchemaObject): Generator<SchemaObject> {
  const waiting = [document];
  for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
    yield schema;
    waiting.push(...childSchemas(schema));
  }
}

/** The value of a keyword that maps names to schemas, such as `properties`. */
export function schemaMap(schema: SchemaObject, keyword: string): Map<string, SchemaObject> {
  const value = schema[keyword];
  const entries = isObject(value) ? Object.entries(value) : [];
  // `true` declares a property, but says nothing of it.
  return new Map(entries.map(([name, member]) => [name, isObject(member) ? member : {}]));
}

function collect(schema: SchemaObject, singles: string[], lists: string[], maps: string[]): SchemaObject[] {
  const found: SchemaObject[] = [];
  for (const keyword of singles) {
    const value = schema[keyword];
    if (isObject(value)) found.push(value);
  }
  for (const keyword of lists) {
    const value = schema[keyword];
    if (Array.isArray(value)) found.push(...value.filter(isObject));
  }
  for (const keyword of maps) {
    const value = schema[keyword];
    if (isObject(value)) found.push(...Object.values(value).filter(isObject));
  }
  return found;
}
