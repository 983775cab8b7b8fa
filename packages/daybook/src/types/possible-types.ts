import type { References, SchemaObject } from "@daybook/eventlog";
import { isObject } from "@daybook/eventlog";
import { allTypes, type JsonType, typeOfJson } from "./json-type.js";

/**
 * Those of some types that a schema admits, with what it refers to and all of `allOf`.
 *
 * @param among what the schemas around it leave possible
 */
export function possibleTypes(
  schema: SchemaObject,
  references: References,
  among: readonly JsonType[],
): readonly JsonType[] {
  let possible = among;
  // It grows while it is walked; what refers to itself is in it already.
  const reached = new Set([schema]);
  for (const part of reached) {
    const stated = statedTypes(part);
    possible = possible.filter((type) => stated.includes(type));
    const all = Array.isArray(part.allOf) ? part.allOf.filter(isObject) : [];
    for (const more of [...all, ...plainReferences(part, references)]) reached.add(more);
  }
  return possible;
}

/** What a `$ref` points to. A `$dynamicRef` may come to mean something else, so that nothing is known of it. */
export function plainReferences(schema: SchemaObject, references: References): SchemaObject[] {
  if (typeof schema.$ref !== "string") return [];
  const { $dynamicRef, ...plain } = schema;
  return references.follow($dynamicRef === undefined ? schema : plain);
}

function statedTypes(schema: SchemaObject): readonly JsonType[] {
  const { type, nullable } = schema;
  let types: readonly JsonType[] = allTypes;
  if (type !== undefined) {
    const written = [type].flat().map((name) => (name === "integer" ? "number" : name)) as JsonType[];
    // Ajv knows this keyword of OpenAPI.
    types = nullable === true ? [...written, "null"] : written;
  }
  const listed = listedValues(schema);
  if (listed === undefined) return types;
  const found = listed.map(typeOfJson);
  return types.filter((each) => found.includes(each));
}

/** The values that a schema lists itself in `enum` and `const`; undefined where it lists none. */
export function listedValues(schema: SchemaObject): readonly unknown[] | undefined {
  const values = Array.isArray(schema.enum) ? schema.enum : undefined;
  if (!Object.hasOwn(schema, "const")) return values;
  const constant = JSON.stringify(schema.const);
  // Objects whose keys stand in another order are taken for others, and then both lists count.
  return values?.some((value) => JSON.stringify(value) === constant) === false
    ? [...values, schema.const]
    : [schema.const];
}
