import { isObject } from "@daybook/eventlog";
import { canonical } from "./canonical.js";
import type { SchemaSide } from "./schema-side.js";

/** They bear on no verdict; definitions do through the references to them. */
const annotations = new Set([
  ...["$id", "$schema", "$comment", "$anchor", "version", "title", "description", "default", "examples"],
  ...["deprecated", "readOnly", "writeOnly", "category", "categories", "definitions", "$defs"],
]);
const maps = new Set(["properties", "patternProperties", "dependentSchemas", "dependencies"]);
/** What only one of the two dialects knows. */
const newer = [
  ...["prefixItems", "unevaluatedProperties", "unevaluatedItems", "dependentRequired", "dependentSchemas"],
  ...["minContains", "maxContains"],
];

/**
 * True where two schemas of different documents certainly give the same verdicts: they are written alike, and so is all
 * that they refer to. `false` says nothing.
 */
export function sameMeaning(
  left: unknown,
  leftSide: SchemaSide,
  right: unknown,
  rightSide: SchemaSide,
): boolean {
  return new Comparison(leftSide, rightSide).same(left, right);
}

class Comparison {
  readonly #left: SchemaSide;
  readonly #right: SchemaSide;
  /** Pairs that are the same unless a difference is found elsewhere: schemas may refer to themselves. */
  readonly #assumed = new Map<object, Set<object>>();

  constructor(left: SchemaSide, right: SchemaSide) {
    this.#left = left;
    this.#right = right;
  }

  same(left: unknown, right: unknown): boolean {
    if (Array.isArray(left) && Array.isArray(right)) {
      return left.length === right.length && left.every((each, index) => this.same(each, right[index]));
    }
    if (!isObject(left) || !isObject(right)) return canonical(left) === canonical(right);
    const assumed = this.#assumed.get(left) ?? new Set();
    if (assumed.has(right)) return true;
    this.#assumed.set(left, assumed.add(right));
    const keywords = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...keywords].every(
      (keyword) => annotations.has(keyword) || this.#sameKeyword(keyword, left, right),
    );
  }

  #sameKeyword(
    keyword: string,
    left: Readonly<Record<string, unknown>>,
    right: Readonly<Record<string, unknown>>,
  ): boolean {
    const isSameDialect = this.#left.references.knowsPrefixItems === this.#right.references.knowsPrefixItems;
    if (!isSameDialect && newer.includes(keyword)) return false;
    const [one, other] = [left[keyword], right[keyword]];
    if (keyword === "$ref" || keyword === "$dynamicRef" || keyword === "$recursiveRef") {
      const [targets, others] = [this.#left.target(left), this.#right.target(right)];
      return targets !== undefined && others !== undefined && this.same(targets, others);
    }
    if (!Object.hasOwn(left, keyword) || !Object.hasOwn(right, keyword)) return false;
    if (maps.has(keyword) && isObject(one) && isObject(other)) {
      const names = new Set([...Object.keys(one), ...Object.keys(other)]);
      return [...names].every(
        (name) => Object.hasOwn(one, name) && Object.hasOwn(other, name) && this.same(one[name], other[name]),
      );
    }
    if (schemaKeywords.has(keyword)) return this.same(one, other);
    return canonical(one) === canonical(other);
  }
}

const schemaKeywords = new Set([
  ...["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "items", "prefixItems", "additionalItems"],
  ...["unevaluatedItems", "contains", "additionalProperties", "unevaluatedProperties", "propertyNames"],
]);
