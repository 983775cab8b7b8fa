import type { Place } from "../schema/categories.js";
import type { RegisteredSchema } from "../schema/registered-schema.js";
import { unrestrictedCategories } from "../schema/categories.js";
import type { Redaction } from "./redaction.js";

/** What a log's policy makes of one schema, for pages and reports. */
export interface SchemaDescription {
  readonly schema: string;
  readonly version: number | string;
  readonly title: string | undefined;
  readonly description: string | undefined;
  /** True where the operator listed the schema. */
  readonly allowed: boolean;
  /** False where the schema declares no categories, so that allowing it records all of it. */
  readonly usesCategories: boolean;
  readonly properties: readonly PropertyDescription[];
}

/** What becomes of one top-level property. */
export interface PropertyDescription {
  readonly name: string;
  readonly description: string | undefined;
  readonly categories: readonly string[];
  readonly recorded: boolean;
  /** Why, as the end of a sentence. */
  readonly reason: string;
  /** Parts inside it that are withheld though the property is recorded, such as `kernel.id` or `cells[].source`. */
  readonly withheldParts: readonly string[];
}

/** Describes a schema under its policy; `redaction` is undefined where the schema is not allowed. */
export function describeSchema(
  schema: RegisteredSchema,
  redaction: Redaction | undefined,
): SchemaDescription {
  const { id, version, title, description, usesCategories, root } = schema;
  return {
    schema: id,
    version,
    title,
    description,
    allowed: redaction !== undefined,
    usesCategories,
    properties: root.propertyNames.map((name) => describeProperty(name, root.property(name), redaction)),
  };
}

function describeProperty(name: string, place: Place, redaction: Redaction | undefined): PropertyDescription {
  const verdict = redaction?.verdict(name);
  const base = { name, description: descriptionOf(place), categories: place.categories };
  if (redaction === undefined || verdict === undefined) {
    return { ...base, recorded: false, reason: "its schema is not allowed", withheldParts: [] };
  }
  if (verdict === "withheld" || verdict === "declared-nowhere") {
    const missing = place.categories.filter((category) => !redaction.allowsCategory(category));
    const reason = `${missing.length > 1 ? "categories" : "category"} ${missing.join(", ")} not allowed`;
    return { ...base, recorded: false, reason, withheldParts: [] };
  }
  const parts = verdict === "categories-allowed" ? withheldParts(place, redaction) : [];
  return { ...base, recorded: true, reason: reasonOf(verdict, place), withheldParts: parts };
}

function reasonOf(verdict: string, place: Place): string {
  if (verdict === "no-categories") return "its schema declares no categories";
  if (verdict === "property-allowed") return "the property is allowed by name";
  const restricted = place.categories.filter((category) => !unrestrictedCategories.includes(category));
  return restricted.length === 0 ? "unrestricted" : `${restricted.join(", ")} allowed`;
}

function withheldParts(place: Place, redaction: Redaction): string[] {
  const parts: string[] = [];
  const seen = new Set<string>();
  const visit = (below: Place, path: string): void => {
    if (!redaction.allows(below)) {
      parts.push(path.replace(/^\./, ""));
      return;
    }
    // A schema may refer to itself without end; each place is described once.
    const signature = redaction.signature(below);
    if (seen.has(signature)) return;
    seen.add(signature);
    for (const name of below.propertyNames) visit(below.property(name), `${path}.${name}`);
    for (let index = 0; index <= below.tupleLength; index++) visit(below.item(index), `${path}[]`);
  };
  visit(place, "");
  return [...new Set(parts)];
}

function descriptionOf(place: Place): string | undefined {
  return place.schemas.map((schema) => schema.description).find((text) => typeof text === "string") as
    | string
    | undefined;
}
