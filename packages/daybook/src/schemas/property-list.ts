import { type EventPlace, eventPlace, type SchemaObject } from "@daybook/eventlog";
import { codeSpan } from "./markdown.js";

/** A property of an event, or a part of one, as a row of a table shows it. */
export interface Property {
  /** Where it stands: `session.kernel.id`, `cells[].source`. */
  readonly name: string;
  /** True for what stands inside another property. */
  readonly nested: boolean;
  /** Whether what it stands in must have it; `undefined` for elements of an array and open names. */
  readonly required: "yes" | "no" | "in some cases" | undefined;
  /** Type and values, as Markdown of one line. */
  readonly type: string;
  /** The categories that its schema declares itself. */
  readonly categories: readonly string[];
  /** What it stands in and whose categories decide, where it declares none. */
  readonly follows: string | undefined;
  readonly description: string;
}

/** Where the walk is, with the places on the way there: a schema may refer to itself without end. */
interface Step {
  readonly name: string;
  readonly place: EventPlace;
  readonly outer: Step | undefined;
}

/**
 * Every property that a schema declares, each followed by the parts inside it, in the order of the schema.
 *
 * @throws {SchemaError} where a `$ref` points to nothing
 */
export function propertyList(document: SchemaObject): Property[] {
  return propertiesBelow({ name: "", place: eventPlace(document), outer: undefined });
}

function propertiesBelow(step: Step): Property[] {
  const { place, name: outer } = step;
  const list: Property[] = [];
  const add = (name: string, below: EventPlace, required: Property["required"]): void => {
    if (below.schemas.length === 0) return;
    const inner: Step = { name, place: below, outer: step };
    const same = outerOfSameShape(inner);
    list.push(propertyOf(inner, required, same));
    if (same === undefined) list.push(...propertiesBelow(inner));
  };
  const prefix = outer === "" ? "" : `${outer}.`;
  for (const name of place.propertyNames) add(prefix + name, place.property(name), requirement(place, name));
  for (const pattern of place.patterns) {
    add(`${prefix}/${pattern}/`, place.membersMatching(pattern), undefined);
  }
  // What an event has beyond its declared properties is never recorded, whatever the schema says of it.
  if (outer === "") return list;
  add(`${prefix}*`, place.otherMembers, undefined);
  for (let index = 0; index < place.tupleLength; index++) {
    add(`${outer}[${index}]`, place.item(index), undefined);
  }
  add(`${outer}[]`, place.item(place.tupleLength), undefined);
  return list;
}

function propertyOf(
  { name, place, outer }: Step,
  required: Property["required"],
  same: Step | undefined,
): Property {
  const { categories } = place;
  let declaring = outer;
  while (declaring !== undefined && declaring.place.categories.length === 0) declaring = declaring.outer;
  return {
    name,
    nested: outer?.outer !== undefined,
    required,
    type: same === undefined ? typeText(place) : sameShapeText(same.name),
    categories,
    follows: categories.length === 0 ? declaring?.name : undefined,
    description: place.text("description") ?? place.text("title") ?? "",
  };
}

/** Keywords that lead to the parts of a value. */
const partKeywords = [
  "properties",
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
  "items",
  "prefixItems",
  "additionalItems",
  "unevaluatedItems",
  "contains",
];

function outerOfSameShape({ place, outer }: Step): Step | undefined {
  const shapes = place.schemas.filter((schema) =>
    partKeywords.some((keyword) => Object.hasOwn(schema, keyword)),
  );
  for (let step = outer; step !== undefined; step = step.outer) {
    const { schemas } = step.place;
    if (shapes.some((schema) => schemas.includes(schema))) return step;
  }
  return undefined;
}

function sameShapeText(name: string): string {
  return `the same shape as ${name === "" ? "the event" : codeSpan(name)}`;
}

function requirement(place: EventPlace, name: string): "yes" | "no" | "in some cases" {
  const bearings = place.schemas
    .filter((schema) => Array.isArray(schema.required) && schema.required.includes(name))
    .map((schema) => place.bearingOf(schema));
  if (bearings.includes("always")) return "yes";
  return bearings.includes("sometimes") ? "in some cases" : "no";
}

function typeText(place: EventPlace): string {
  const types = statedAt(place, typesIn).map(String).join(" or ");
  const values = statedAt(place, valuesIn).map((value) => codeSpan(JSON.stringify(value)));
  const format = place.text("format");
  const type = format === undefined ? types : `${types || "any"} (${format})`;
  if (values.length > 0) return [type, values.join(", ")].filter((part) => part !== "").join(": ");
  return type || "any";
}

/** What parts that always bear say; only where they are silent, all that branches say. */
function statedAt(place: EventPlace, read: (schema: SchemaObject) => readonly unknown[]): unknown[] {
  const sometimes: unknown[] = [];
  for (const schema of place.schemas) {
    const stated = read(schema);
    const bearing = place.bearingOf(schema);
    if (bearing === "always" && stated.length > 0) return [...stated];
    if (bearing === "sometimes") sometimes.push(...stated);
  }
  return [...new Set(sometimes)];
}

function typesIn({ type }: SchemaObject): readonly unknown[] {
  if (Array.isArray(type)) return type;
  return typeof type === "string" ? [type] : [];
}

function valuesIn(schema: SchemaObject): readonly unknown[] {
  if (Array.isArray(schema.enum)) return schema.enum;
  return Object.hasOwn(schema, "const") ? [schema.const] : [];
}
