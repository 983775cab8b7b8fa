import { SchemaError } from "../errors.js";
import type { SchemaObject } from "./keywords.js";
import { below, pointerTo } from "./pointer.js";
import type { References } from "./references.js";

/** Categories that are always allowed. */
export const unrestrictedCategories: readonly string[] = [
  "unrestricted",
  "category.jupyter.org/unrestricted",
];

/**
 * The categories that a schema declares itself: `categories: [..]`, or a single `category: x`.
 *
 * @param document what it is part of, so that an error can tell its place
 * @throws {SchemaError} for what is no list of names
 */
export function declaredCategories(schema: SchemaObject, document: SchemaObject = schema): readonly string[] {
  const { category, categories } = schema;
  const declared: string[] = [];
  if (category !== undefined) declared.push(...checked(schema, "category", [category], document));
  if (categories !== undefined) declared.push(...checked(schema, "categories", categories, document));
  return declared;
}

/**
 * True where any place of the document declares categories; its top-level properties then all have to. Follows every
 * reference, also to where no keyword leads, so that a wrong one shows now and not at the first event.
 *
 * @throws {SchemaError} for a reference to nothing, and for categories that are no list of names
 */
export function usesCategories(document: SchemaObject, references: References): boolean {
  return (
    [...references.schemas].filter((schema) => declaredCategories(schema, document).length > 0).length > 0
  );
}

function checked(schema: SchemaObject, keyword: string, value: unknown, document: SchemaObject): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "")) return value;
  throw new SchemaError(`"${keyword}" must be ${keyword === "category" ? "a name" : "a list of names"}`, {
    place: below(pointerTo(document, schema) ?? "", keyword),
  });
}
