import { isObject } from "../json-value.js";
import { declaredCategories } from "./categories.js";
import {
  type Bearing,
  bearings,
  childSchemas,
  schemaMap,
  schemasOfSameValue,
  type SchemaObject,
} from "./keywords.js";
import { type Pattern, patternOf } from "../pattern/pattern.js";
import { References } from "./references.js";

/** A schema that looks at a place, with how it bears on what stands there. */
type Part = readonly [schema: SchemaObject, bearing: Bearing];

/**
 * The place of the event itself in a schema, from which all others are reached. Policy, descriptions and reference
 * pages walk it alike, so that they cannot differ.
 *
 * @param document a schema that a log would register
 * @throws {SchemaError} where a `$ref` points to nothing in the document
 *
 * @example
 * const place = eventPlace({ $id: "example.org/door", version: 1, properties: { by: { categories: ["personal"] } } });
 * place.property("by").categories; // ["personal"]
 */
export function eventPlace(document: object): EventPlace {
  const schema = document as SchemaObject;
  return new EventPlace([[schema, "always"]], new References(schema));
}

/**
 * All schemas that look at one and the same place of an event: those given, and what they reach through `$ref`,
 * `allOf` and branches. Which branch holds is not asked, as a wrong guess would let a value out: the union counts.
 */
export class EventPlace {
  /** The nearest first. */
  readonly schemas: readonly SchemaObject[];
  /** The union of the categories that the schemas declare. */
  readonly categories: readonly string[];
  readonly #bearings: ReadonlyMap<SchemaObject, Bearing>;
  readonly #references: References;

  constructor(parts: Iterable<Part>, references: References) {
    const found = new Map<SchemaObject, Bearing>();
    for (const part of parts) reach(found, part);
    // A map may grow while it is walked, and the walk then reaches what was added; what got to bear more strongly is
    // put at its end again.
    for (const [schema, bearing] of found) {
      for (const target of references.follow(schema)) reach(found, [target, bearing]);
      for (const kind of bearings) {
        for (const inner of schemasOfSameValue(schema, kind)) reach(found, [inner, weaker(bearing, kind)]);
      }
    }
    this.#bearings = found;
    this.schemas = [...found.keys()];
    this.categories = [...new Set(this.schemas.flatMap((schema) => declaredCategories(schema)))];
    this.#references = references;
  }

  /** How a schema of this place bears on what stands here. */
  bearingOf(schema: SchemaObject): Bearing {
    return this.#bearings.get(schema) ?? "aside";
  }

  /** What the schemas say in a keyword such as `description`: the nearest text; conditions have no say. */
  text(keyword: string): string | undefined {
    for (const [schema, bearing] of this.#bearings) {
      const text = schema[keyword];
      if (bearing !== "aside" && typeof text === "string" && text.trim() !== "") return text;
    }
    return undefined;
  }

  /** The names that the schemas declare in `properties`, in their order. */
  get propertyNames(): string[] {
    return this.#namesIn("properties");
  }

  /** The patterns that the schemas declare in `patternProperties`, in their order. */
  get patterns(): string[] {
    return this.#namesIn("patternProperties");
  }

  /** True where `properties` or `patternProperties` declare the name. */
  declares(name: string): boolean {
    return this.schemas.some((schema) => namedSchemas(schema, name).length > 0);
  }

  /** The place of a member of an object. */
  property(name: string): EventPlace {
    return this.#members((schema) => namedSchemas(schema, name));
  }

  /** The place of members whose names match a pattern of `patternProperties`, and nothing else that is declared. */
  membersMatching(pattern: string): EventPlace {
    return this.#members((schema) => {
      const member = schemaMap(schema, "patternProperties").get(pattern);
      return member === undefined ? [] : [member];
    });
  }

  /** The place of members whose names nothing declares. */
  get otherMembers(): EventPlace {
    return this.#members(() => []);
  }

  /** The place of an element of an array. */
  item(index: number): EventPlace {
    return this.#below((schema) => {
      const tuple = this.#tupleOf(schema);
      const rest = Array.isArray(schema.items) ? "additionalItems" : "items";
      const own = index < tuple.length ? [tuple[index]].filter(isObject) : single(schema, rest);
      return { own, possibly: [...single(schema, "contains"), ...single(schema, "unevaluatedItems")] };
    });
  }

  /** How many elements at the start of an array have schemas of their own. */
  get tupleLength(): number {
    return Math.max(0, ...this.schemas.map((schema) => this.#tupleOf(schema).length));
  }

  #tupleOf({ prefixItems, items }: SchemaObject): readonly unknown[] {
    if (this.#references.knowsPrefixItems && Array.isArray(prefixItems)) return prefixItems;
    return Array.isArray(items) ? items : [];
  }

  /** The categories that are declared here or anywhere below, also in definitions that nothing refers to. */
  get categoriesBelow(): string[] {
    const found = new Set(this.schemas);
    for (const schema of found) {
      for (const more of [...childSchemas(schema), ...this.#references.follow(schema)]) found.add(more);
    }
    return [...new Set([...found].flatMap((schema) => declaredCategories(schema)))];
  }

  /** The same for two places that the same schemas look at. */
  signature(numberOf: (schema: SchemaObject) => number): string {
    return this.schemas
      .map(numberOf)
      .sort((left, right) => left - right)
      .join(",");
  }

  #namesIn(keyword: string): string[] {
    return [...new Set(this.schemas.flatMap((schema) => [...schemaMap(schema, keyword).keys()]))];
  }

  #members(declared: (schema: SchemaObject) => SchemaObject[]): EventPlace {
    return this.#below((schema) => {
      const named = declared(schema);
      return {
        own: named.length > 0 ? named : single(schema, "additionalProperties"),
        possibly: single(schema, "unevaluatedProperties"),
      };
    });
  }

  /** @param childrenOf the schemas of what is below, and those that may or may not look at it: doubt withholds */
  #below(
    childrenOf: (schema: SchemaObject) => { readonly own: SchemaObject[]; readonly possibly: SchemaObject[] },
  ): EventPlace {
    const parts: Part[] = [];
    for (const [schema, bearing] of this.#bearings) {
      const { own, possibly } = childrenOf(schema);
      for (const child of own) parts.push([child, bearing]);
      for (const child of possibly) parts.push([child, "aside"]);
    }
    return new EventPlace(parts, this.#references);
  }
}

function reach(found: Map<SchemaObject, Bearing>, [schema, bearing]: Part): void {
  const known = found.get(schema);
  if (known !== undefined && weaker(known, bearing) === bearing) return;
  found.delete(schema);
  found.set(schema, bearing);
}

function weaker(left: Bearing, right: Bearing): Bearing {
  return bearings.indexOf(left) > bearings.indexOf(right) ? left : right;
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

const patterns = new WeakMap<SchemaObject, [Pattern, SchemaObject][]>();

function patternsOf(schema: SchemaObject): [Pattern, SchemaObject][] {
  let known = patterns.get(schema);
  if (known === undefined) {
    known = [...schemaMap(schema, "patternProperties")].map(([source, member]) => [
      patternOf(source),
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
