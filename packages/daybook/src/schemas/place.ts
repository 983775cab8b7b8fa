import { isObject } from "@daybook/eventlog";

/** A schema or a part of one. */
export type SchemaObject = Readonly<Record<string, unknown>>;

/**
 * How a part of a schema bears on a value: `always`; only where a branch (`anyOf`, `then` ..) holds; or as the
 * `condition` of a branch, which says nothing of valid values but whose categories policy counts all the same.
 */
export type Bearing = "always" | "sometimes" | "condition";

/** All parts of a schema that look at the same value, with how they bear on it; the nearest part first. */
export type Place = ReadonlyMap<SchemaObject, Bearing>;

const strength: Readonly<Record<Bearing, number>> = { condition: 0, sometimes: 1, always: 2 };
const branchLists = ["anyOf", "oneOf"];
const branchSingles = ["then", "else"];
const branchMaps = ["dependentSchemas", "dependencies"];
const conditions = ["if", "not"];

/** The place of the event itself. */
export function rootPlace(document: SchemaObject): Place {
  return placeOf(document, [[document, "always"]]);
}

/** The place of a member of an object that is declared under this name. */
export function memberPlace(document: SchemaObject, place: Place, keyword: string, name: string): Place {
  return below(document, place, (schema) => mapOf(schema[keyword])[name]);
}

/** The place of what a keyword with a single schema describes, such as `items` or `additionalProperties`. */
export function singlePlace(document: SchemaObject, place: Place, keyword: string): Place {
  return below(document, place, (schema) => (isObject(schema[keyword]) ? schema[keyword] : undefined));
}

/** The place of an element that has a schema of its own because of where it stands in its array. */
export function tuplePlace(document: SchemaObject, place: Place, index: number): Place {
  return below(document, place, (schema) => tupleOf(schema)[index]);
}

/** How many elements at the start of an array have schemas of their own. */
export function tupleLength(place: Place): number {
  return Math.max(0, ...[...place.keys()].map((schema) => tupleOf(schema).length));
}

/** The names that `properties` or `patternProperties` declare at a place, in the order of the schema. */
export function namesAt(place: Place, keyword: "properties" | "patternProperties"): string[] {
  return [...new Set([...place.keys()].flatMap((schema) => Object.keys(mapOf(schema[keyword]))))];
}

function below(document: SchemaObject, place: Place, childOf: (schema: SchemaObject) => unknown): Place {
  const children: [SchemaObject, Bearing][] = [];
  for (const [schema, bearing] of place) {
    const child = childOf(schema);
    // `true` declares something, but says nothing of it.
    if (child !== undefined) children.push([isObject(child) ? child : {}, bearing]);
  }
  return placeOf(document, children);
}

function placeOf(document: SchemaObject, start: readonly (readonly [SchemaObject, Bearing])[]): Place {
  const found = new Map<SchemaObject, Bearing>();
  const visit = (schema: unknown, bearing: Bearing): void => {
    if (!isObject(schema)) return;
    const known = found.get(schema);
    if (known !== undefined && strength[known] >= strength[bearing]) return;
    found.set(schema, bearing);
    if (typeof schema.$ref === "string") visit(resolve(document, schema.$ref), bearing);
    for (const part of listOf(schema.allOf)) visit(part, bearing);
    for (const part of branchesOf(schema)) visit(part, bearing === "always" ? "sometimes" : bearing);
    for (const keyword of conditions) visit(schema[keyword], "condition");
  };
  for (const [schema, bearing] of start) visit(schema, bearing);
  return found;
}

function branchesOf(schema: SchemaObject): unknown[] {
  return [
    ...branchLists.flatMap((keyword) => listOf(schema[keyword])),
    ...branchSingles.map((keyword) => schema[keyword]),
    ...branchMaps.flatMap((keyword) => Object.values(mapOf(schema[keyword]))),
  ];
}

/** What a `$ref` inside the document points to. Others are left to whoever registers the schema. */
export function resolve(document: SchemaObject, reference: string): SchemaObject | undefined {
  const [resource = "", pointer = ""] = reference.split("#", 2);
  if (resource !== "" && resource !== document.$id) return undefined;
  if (pointer !== "" && !pointer.startsWith("/")) return undefined;
  let target: unknown = document;
  for (const part of pointer.split("/").slice(1)) {
    const key = decodePointerPart(part);
    if (typeof target !== "object" || target === null || !Object.hasOwn(target, key)) return undefined;
    target = (target as SchemaObject)[key];
  }
  return isObject(target) ? target : undefined;
}

function decodePointerPart(part: string): string {
  try {
    return decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return part;
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function mapOf(value: unknown): SchemaObject {
  return isObject(value) ? value : {};
}

function tupleOf(schema: SchemaObject): readonly unknown[] {
  return listOf(schema.prefixItems ?? schema.items);
}
