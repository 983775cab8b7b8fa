import { SchemaError } from "../errors.js";
import { isObject } from "../json-value.js";
import { childSchemas, schemaMap, schemasOfSameValue, type SchemaObject, walkSchemas } from "./keywords.js";
import type { References } from "./references.js";

/** Categories that are always allowed. */
export const unrestrictedCategories: readonly string[] = [
  "unrestricted",
  "category.jupyter.org/unrestricted",
];

/** The categories that a schema declares itself: `categories: [..]`, or a single `category: x`. */
export function declaredCategories(schema: SchemaObject): readonly string[] {
  const { category, categories } = schema;
  const declared: string[] = [];
  if (category !== undefined) declared.push(...checked("category", [category]));
  if (categories !== undefined) declared.push(...checked("categories", categories));
  return declared;
}

/**
 * True where any place of the document declares categories; its top-level properties then all have to. Follows every
 * reference, also to where no keyword leads, so that a wrong one shows now and not at the first event.
 *
 * @throws {SchemaError} for a reference to nothing, and for categories that are no list of names
 */
export function usesCategories(document: SchemaObject, references: References): boolean {
  let found = false;
  const reached = new Set(walkSchemas(document));
  for (const schema of reached) {
    if (declaredCategories(schema).length > 0) found = true;
    for (const target of references.follow(schema)) {
      if (!reached.has(target)) for (const more of walkSchemas(target)) reached.add(more);
    }
  }
  return found;
}

/**
 * All schemas that look at one and the same place of an event: those given, and what they reach through `$ref`,
 * `allOf` and branches. Which branch holds is not asked, as a wrong guess would let a value out: the union counts.
 */
export class Place {
  readonly schemas: readonly SchemaObject[];
  /** The union of the categories that the schemas declare. */
  readonly categories: readonly string[];
  readonly #references: References;

  constructor(schemas: Iterable<SchemaObject>, references: References) {
    const found = new Set(schemas);
    // A set may grow while it is walked, and the walk then reaches what was added.
    for (const schema of found) {
      for (const more of [...references.follow(schema), ...schemasOfSameValue(schema)]) found.add(more);
    }
    this.schemas = [...found];
    this.categories = [...new Set(this.schemas.flatMap((schema) => declaredCategories(schema)))];
    this.#references = references;
  }

  /** The names that the schemas declare in `properties`, in their order. */
  get propertyNames(): string[] {
    return [...new Set(this.schemas.flatMap((schema) => [...schemaMap(schema, "properties").keys()]))];
  }

  /** The strings of `enum` and `const`. */
  get listedStrings(): string[] {
    const listed = this.schemas.flatMap(({ enum: values, const: value }) => [
      ...(Array.isArray(values) ? values : []),
      value,
    ]);
    return listed.filter((value) => typeof value === "string");
  }

  /** True where `properties` or `patternProperties` declare the name. */
  declares(name: string): boolean {
    return this.schemas.some((schema) => namedSchemas(schema, name).length > 0);
  }

  /** The place of a member of an object. */
  property(name: string): Place {
    const found: SchemaObject[] = [];
    for (const schema of this.schemas) {
      const named = namedSchemas(schema, name);
      found.push(...named);
      if (named.length === 0) found.push(...single(schema, "additionalProperties"));
      found.push(...single(schema, "unevaluatedProperties"));
    }
    return new Place(found, this.#references);
  }

  /** The place of an element of an array. */
  item(index: number): Place {
    const found: SchemaObject[] = [];
    for (const schema of this.schemas) {
      const tuple = Array.isArray(schema.prefixItems) ? schema.prefixItems : schema.items;
      const rest = Array.isArray(schema.items) ? "additionalItems" : "items";
      if (Array.isArray(tuple) && index < tuple.length) found.push(...[tuple[index]].filter(isObject));
      else found.push(...single(schema, rest));
      found.push(...single(schema, "contains"), ...single(schema, "unevaluatedItems"));
    }
    return new Place(found, this.#references);
  }

  /** How many elements at the start of an array have schemas of their own. */
  get tupleLength(): number {
    const lengths = this.schemas.flatMap((schema) =>
      [schema.prefixItems, schema.items].map((value) => (Array.isArray(value) ? value.length : 0)),
    );
    return Math.max(0, ...lengths);
  }

  /** The categories that are declared here or anywhere below, also in definitions that nothing refers to. */
  get categoriesBelow(): string[] {
    const found = new Set(this.schemas);
    for (const schema of found) {
      for (const more of [...childSchemas(schema), ...this.#references.follow(schema)]) found.add(more);
    }
    return [...new Set([...found].flatMap(declaredCategories))];
  }

  /** The same for two places that the same schemas look at. */
  signature(numberOf: (schema: SchemaObject) => number): string {
    return this.schemas
      .map(numberOf)
      .sort((left, right) => left - right)
      .join(",");
  }
}

function namedSchemas(schema: SchemaObject, name: string): SchemaObject[] {
  const found: SchemaObject[] = [];
  const declared = schemaMap(schema, "properties").get(name);
  if (declared !== undefined) found.push(declared);
  for (const [pattern, member] of patternsOf(schema)) {
    if (pattern.test(name)) found.push(member);
  }
  return found;
}

const patterns = new WeakMap<SchemaObject, [RegExp, SchemaObject][]>();

function patternsOf(schema: SchemaObject): [RegExp, SchemaObject][] {
  let known = patterns.get(schema);
  if (known === undefined) {
    // Ajv reads patterns as Unicode ones, so we do.
    known = [...schemaMap(schema, "patternProperties")].map(([pattern, member]) => [
      new RegExp(pattern, "u"),
      member,
    ]);
    patterns.set(schema, known);
  }
  return known;
}

function single(schema: SchemaObject, keyword: string): SchemaObject[] {
  const value = schema[keyword];
  return isObject(value) ? [value] : [];
}

function checked(keyword: string, value: unknown): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "")) return value;
  throw new SchemaError(`"${keyword}" must be ${keyword === "category" ? "a name" : "a list of names"}`);
}
