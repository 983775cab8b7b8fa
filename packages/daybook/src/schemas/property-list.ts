import { declaredCategories } from "./categories.js";
import { codeSpan } from "./markdown.js";
import {
  memberPlace,
  namesAt,
  type Place,
  resolve,
  rootPlace,
  type SchemaObject,
  singlePlace,
  tupleLength,
  tuplePlace,
} from "./place.js";

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
  readonly place: Place;
  readonly outer: Step | undefined;
}

/** Every property that a schema declares, each followed by the parts inside it, in the order of the schema. */
export function propertyList(document: SchemaObject): Property[] {
  return propertiesBelow(document, { name: "", place: rootPlace(document), outer: undefined });
}

function propertiesBelow(document: SchemaObject, step: Step): Property[] {
  const { place, name: outer } = step;
  const list: Property[] = [];
  const add = (name: string, below: Place, required: Property["required"]): void => {
    if (below.size === 0) return;
    const inner: Step = { name, place: below, outer: step };
    const same = outerOfSameShape(inner);
    list.push(propertyOf(document, inner, required, same));
    if (same === undefined) list.push(...propertiesBelow(document, inner));
  };
  const prefix = outer === "" ? "" : `${outer}.`;
  for (const name of namesAt(place, "properties")) {
    add(prefix + name, memberPlace(document, place, "properties", name), requirement(place, name));
  }
  for (const pattern of namesAt(place, "patternProperties")) {
    const below = memberPlace(document, place, "patternProperties", pattern);
    add(`${prefix}/${pattern}/`, below, undefined);
  }
  // What an event has beyond its declared properties is never recorded, whatever the schema says of it.
  if (outer === "") return list;
  add(`${prefix}*`, singlePlace(document, place, "additionalProperties"), undefined);
  for (let index = 0; index < tupleLength(place); index++) {
    add(`${outer}[${index}]`, tuplePlace(document, place, index), undefined);
  }
  add(`${outer}[]`, singlePlace(document, place, "items"), undefined);
  return list;
}

function propertyOf(
  document: SchemaObject,
  { name, place, outer }: Step,
  required: Property["required"],
  same: Step | undefined,
): Property {
  const categories = categoriesAt(place);
  let declaring = outer;
  while (declaring !== undefined && categoriesAt(declaring.place).length === 0) declaring = declaring.outer;
  return {
    name,
    nested: outer?.outer !== undefined,
    required,
    type: same === undefined ? typeText(document, place) : sameShapeText(same.name),
    categories,
    follows: categories.length === 0 ? declaring?.name : undefined,
    description: textAt(place, "description") ?? textAt(place, "title") ?? "",
  };
}

function outerOfSameShape({ place, outer }: Step): Step | undefined {
  for (let step = outer; step !== undefined; step = step.outer) {
    for (const schema of step.place.keys()) {
      const hasParts = schema.properties !== undefined || schema.items !== undefined;
      if (hasParts && place.has(schema)) return step;
    }
  }
  return undefined;
}

function sameShapeText(name: string): string {
  return `the same shape as ${name === "" ? "the event" : codeSpan(name)}`;
}

function categoriesAt(place: Place): string[] {
  return [...new Set([...place.keys()].flatMap((schema) => declaredCategories(schema)))];
}

function textAt(place: Place, keyword: string): string | undefined {
  for (const [schema, bearing] of place) {
    const text = schema[keyword];
    if (bearing !== "condition" && typeof text === "string" && text.trim() !== "") return text;
  }
  return undefined;
}

function requirement(place: Place, name: string): "yes" | "no" | "in some cases" {
  const bearings = [...place]
    .filter(([schema]) => Array.isArray(schema.required) && schema.required.includes(name))
    .map(([, bearing]) => bearing);
  if (bearings.includes("always")) return "yes";
  return bearings.includes("sometimes") ? "in some cases" : "no";
}

function typeText(document: SchemaObject, place: Place): string {
  const types = statedAt(place, typesIn).map(String).join(" or ");
  const values = statedAt(place, valuesIn).map((value) => codeSpan(JSON.stringify(value)));
  const format = textAt(place, "format");
  const type = format === undefined ? types : `${types || "any"} (${format})`;
  if (values.length > 0) return [type, values.join(", ")].filter((part) => part !== "").join(": ");
  return type || unresolvedReference(document, place) || "any";
}

/** What parts that always bear say; only where they are silent, all that branches say. */
function statedAt(place: Place, read: (schema: SchemaObject) => readonly unknown[]): unknown[] {
  const sometimes: unknown[] = [];
  for (const [schema, bearing] of place) {
    const stated = read(schema);
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

function unresolvedReference(document: SchemaObject, place: Place): string {
  for (const { $ref } of place.keys()) {
    if (typeof $ref === "string" && resolve(document, $ref) === undefined) return `see ${codeSpan($ref)}`;
  }
  return "";
}
