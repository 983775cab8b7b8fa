import type { SchemaObject } from "./place.js";

/** Categories that need no permission: their values are recorded once the schema is allowed. */
export const unrestrictedCategories: readonly string[] = [
  "unrestricted",
  "category.jupyter.org/unrestricted",
];

/** The categories that a part of a schema declares itself: `categories: [..]`, or a single `category: x`. */
export function declaredCategories({ category, categories }: SchemaObject): string[] {
  const declared = [category, ...(Array.isArray(categories) ? categories : [])];
  return declared.filter((name): name is string => typeof name === "string");
}
