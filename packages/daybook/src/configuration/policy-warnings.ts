import { type EventLog, isObject, type SchemaDescription } from "@daybook/eventlog";
import { didYouMean } from "../suggestion.js";

/**
 * What of a policy has no effect, in words: ids, categories and properties that no registered schema knows.
 *
 * These are no errors: one configuration may serve servers of several versions, and some of them do not know the
 * newest schemas. See `docs/decisions/0006-unknown-schemas-are-warnings.md`.
 */
export function policyWarnings(log: EventLog): string[] {
  const described = log.describeSchemas();
  const ids = new Set(described.map(({ schema }) => schema));
  const warnings: string[] = [];
  for (const [id, { allowedCategories, allowedProperties }] of log.allowedSchemas) {
    if (!ids.has(id)) {
      const meant = didYouMean(id, ids);
      warnings.push(
        `No schema ${id} is registered, so that nothing of it can be recorded${meant || "; EventLog.schema_paths adds schemas of your own."}`,
      );
      continue;
    }
    const versions = described.filter(({ schema }) => schema === id);
    const documents = log.schemas.filter((document) => (document as { $id?: unknown }).$id === id);
    warnings.push(
      ...categoryWarnings(id, allowedCategories, versions, documents),
      ...propertyWarnings(id, allowedProperties, versions),
    );
  }
  return warnings;
}

function categoryWarnings(
  id: string,
  allowed: readonly string[],
  versions: readonly SchemaDescription[],
  documents: readonly object[],
): string[] {
  if (allowed.length > 0 && versions.every(({ usesCategories }) => !usesCategories)) {
    return [`${id} declares no categories and is recorded whole: allowing categories of it changes nothing.`];
  }
  const declared = new Set(documents.flatMap(categoriesIn));
  return allowed
    .filter((category) => !declared.has(category))
    .map(
      (category) =>
        `No property of ${id} has the category ${category}${didYouMean(category, declared) || "."}`,
    );
}

function propertyWarnings(
  id: string,
  allowed: readonly string[],
  versions: readonly SchemaDescription[],
): string[] {
  const names = new Set(versions.flatMap(({ properties }) => properties.map(({ name }) => name)));
  return allowed
    .filter((name) => !names.has(name))
    .map((name) => `${id} has no property ${name}${didYouMean(name, names) || "."}`);
}

/** All categories that a schema document speaks of, wherever they stand in it. */
function categoriesIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(categoriesIn);
  if (!isObject(part)) return [];
  const { category, categories } = part;
  const declared = [category, ...(Array.isArray(categories) ? categories : [])];
  return [
    ...declared.filter((name) => typeof name === "string"),
    ...Object.values(part).flatMap(categoriesIn),
  ];
}
