import { type EventLog, type EventPlace, eventPlace } from "@daybook/eventlog";
import { didYouMean } from "../suggestion.js";

/**
 * What of a policy has no effect, in words: ids, categories and properties that no registered schema knows.
 *
 * These are no errors: one configuration may serve servers of several versions, and some of them do not know the
 * newest schemas. See `docs/decisions/0006-unknown-schemas-are-warnings.md`.
 */
export function policyWarnings(log: EventLog): string[] {
  const documents = log.schemas as readonly { readonly $id: string }[];
  const ids = new Set(documents.map(({ $id }) => $id));
  const warnings: string[] = [];
  for (const [id, { allowedCategories, allowedProperties }] of log.allowedSchemas) {
    if (!ids.has(id)) {
      const meant = didYouMean(id, ids);
      warnings.push(
        `No schema ${id} is registered, so that nothing of it can be recorded${meant || "; EventLog.schema_paths adds schemas of your own."}`,
      );
      continue;
    }
    const versions = documents.filter(({ $id }) => $id === id).map(eventPlace);
    warnings.push(
      ...categoryWarnings(id, allowedCategories, versions),
      ...propertyWarnings(id, allowedProperties, versions),
    );
  }
  return [...warnings, ...broadcastWarnings(log, ids)];
}

function broadcastWarnings(log: EventLog, ids: ReadonlySet<string>): string[] {
  return log.live.broadcastSchemas.flatMap((id) => {
    if (!ids.has(id))
      return [
        `No schema ${id} is registered, so that nothing of it can be broadcast${didYouMean(id, ids) || "."}`,
      ];
    if (!log.allowedSchemas.has(id)) return [];
    return [
      `${id} is allowed, so that it is recorded, and broadcast only after policy: EventLog.broadcast_schemas adds nothing.`,
    ];
  });
}

function categoryWarnings(id: string, allowed: readonly string[], versions: readonly EventPlace[]): string[] {
  const declared = new Set(versions.flatMap(({ categoriesBelow }) => categoriesBelow));
  if (allowed.length > 0 && declared.size === 0) {
    return [`${id} declares no categories and is recorded whole: allowing categories of it changes nothing.`];
  }
  return allowed
    .filter((category) => !declared.has(category))
    .map(
      (category) =>
        `No property of ${id} has the category ${category}${didYouMean(category, declared) || "."}`,
    );
}

function propertyWarnings(id: string, allowed: readonly string[], versions: readonly EventPlace[]): string[] {
  const names = new Set(versions.flatMap(({ propertyNames }) => propertyNames));
  return allowed
    .filter((name) => !versions.some((place) => place.declares(name)))
    .map((name) => `${id} has no property ${name}${didYouMean(name, names) || "."}`);
}
