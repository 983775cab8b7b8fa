import type { EventPlace } from "../schema/event-place.js";
import type { RegisteredSchema } from "../schema/registered-schema.js";
import { unrestrictedCategories } from "../schema/categories.js";
import type { Redaction, Verdict } from "./redaction.js";

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

/** What becomes of one top-level property, or of all whose names match a pattern. */
export interface PropertyDescription {
  /**
   * The name; a pattern of `patternProperties` stands between slashes: `/^x-/`. What a name that matches several
   * patterns holds is recorded where each of them is.
   */
  readonly name: string;
  readonly description: string | undefined;
  readonly categories: readonly string[];
  readonly recorded: boolean;
  /** Why, as the end of a sentence. */
  readonly reason: string;
  /**
   * Parts inside it that are withheld though the property is recorded, each with its whole path: `session.kernel.id`,
   * `cells[].source`, `labels.*` for members of any other name.
   */
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
    properties: describeProperties(root, redaction),
  };
}

function describeProperties(root: EventPlace, redaction: Redaction | undefined): PropertyDescription[] {
  const declared = root.propertyNames;
  // A name that only a pattern declares is worth a word of its own where the operator gave one.
  const allowed = redaction?.allowedNames.filter((name) => !declared.includes(name)) ?? [];
  return [
    ...[...declared, ...allowed].map((name) =>
      describeProperty(name, root.property(name), redaction?.verdict(name), redaction),
    ),
    ...root.patterns.map((pattern) => {
      const place = root.membersMatching(pattern);
      return describeProperty(`/${pattern}/`, place, redaction?.verdictOf(place), redaction);
    }),
  ];
}

function describeProperty(
  name: string,
  place: EventPlace,
  verdict: Verdict | undefined,
  redaction: Redaction | undefined,
): PropertyDescription {
  const base = { name, description: place.text("description"), categories: place.categories };
  if (redaction === undefined || verdict === undefined) {
    return { ...base, recorded: false, reason: "its schema is not allowed", withheldParts: [] };
  }
  if (verdict === "withheld" || verdict === "declared-nowhere") {
    const missing = place.categories.filter((category) => !redaction.allowsCategory(category));
    const reason = `${missing.length > 1 ? "categories" : "category"} ${missing.join(", ")} not allowed`;
    return { ...base, recorded: false, reason, withheldParts: [] };
  }
  const parts = verdict === "categories-allowed" ? withheldParts(name, place, redaction) : [];
  return { ...base, recorded: true, reason: verdictInWords(verdict, place), withheldParts: parts };
}

function verdictInWords(verdict: Verdict, place: EventPlace): string {
  if (verdict === "no-categories") return "its schema declares no categories";
  if (verdict === "property-allowed") return "the property is allowed by name";
  const restricted = place.categories.filter((category) => !unrestrictedCategories.includes(category));
  return restricted.length === 0 ? "unrestricted" : `${restricted.join(", ")} allowed`;
}

function withheldParts(name: string, place: EventPlace, redaction: Redaction): string[] {
  const parts: string[] = [];
  const seen = new Set<string>();
  const visit = (below: EventPlace, path: string): void => {
    if (!redaction.allows(below)) {
      parts.push(path);
      return;
    }
    // A schema may refer to itself without end; each place is described once.
    const signature = redaction.signature(below);
    if (seen.has(signature)) return;
    seen.add(signature);
    for (const member of below.propertyNames) visit(below.property(member), `${path}.${member}`);
    for (const pattern of below.patterns) visit(below.membersMatching(pattern), `${path}./${pattern}/`);
    visit(below.otherMembers, `${path}.*`);
    for (let index = 0; index <= below.tupleLength; index++) visit(below.item(index), `${path}[]`);
  };
  visit(place, name);
  return [...new Set(parts)];
}
