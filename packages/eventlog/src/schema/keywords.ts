import { isObject } from "../json-value.js";

/** A schema or sub-schema; `true` and `false` say nothing of categories and are left out wherever we walk. */
export type SchemaObject = { readonly [keyword: string]: unknown };

/** Keywords whose value is one schema that looks at the same value as the schema it stands in. */
const sameValue = ["if", "then", "else", "not"];
/** Keywords whose value is a list of schemas that look at the same value. */
const sameValueLists = ["allOf", "anyOf", "oneOf"];
/** Keywords whose value maps names to schemas that look at the same value. */
const sameValueMaps = ["dependentSchemas", "dependencies"];
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

/** The schemas inside a schema that look at the same value, so that what they declare holds for it too. */
export function schemasOfSameValue(schema: SchemaObject): SchemaObject[] {
  return collect(schema, sameValue, sameValueLists, sameValueMaps);
}

/** All schemas that stand directly in a schema. */
export function childSchemas(schema: SchemaObject): SchemaObject[] {
  return [...schemasOfSameValue(schema), ...collect(schema, otherSingles, otherLists, otherMaps)];
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
