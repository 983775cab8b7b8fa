import { isObject } from "@daybook/eventlog";
import type { Dice } from "../../../eventlog/test/writer/dice.js";

type Part = Record<string, unknown>;

/** A copy of a schema in which a few things were changed, as people change them and as they do not. */
export function alteredSchema(document: object, dice: Dice): Part {
  const copy = structuredClone(document) as Part;
  for (let count = dice.below(4); count > 0; count--) alter(dice.pick(partsOf(copy)), dice);
  return { ...copy, version: 2 };
}

/** All schemas in a document, and now and then something that is none. */
function partsOf(document: Part): Part[] {
  const found: Part[] = [];
  const waiting: unknown[] = [document];
  for (const value of waiting) {
    if (Array.isArray(value)) waiting.push(...value);
    if (!isObject(value)) continue;
    if (!("default" in value)) found.push(value);
    waiting.push(...Object.values(value));
  }
  return found;
}

const texts = ["open", "save", "", 'quo"ted', "new"];
const types = ["string", "number", "integer", "boolean", "null", "object", "array"];

function alter(part: Part, dice: Dice): void {
  const properties = isObject(part.properties) ? (part.properties as Part) : undefined;
  const names = Object.keys(properties ?? {}).filter((name) => name !== "__proto__");
  const shape = () =>
    dice.pick<unknown>([true, false, {}, { type: dice.pick(types) }, { enum: [dice.pick(texts), 1, null] }]);
  const changes: (() => unknown)[] = [
    () =>
      delete part[
        dice.pick(
          Object.keys(part)
            .filter((key) => !["$id", "properties", "$ref"].includes(key))
            .concat("x"),
        )
      ],
    () => Object.assign(part, { type: dice.pick(types) }),
    () => Object.assign(part, { type: [part.type ?? "string", dice.pick(types)].flat().filter(isFirst) }),
    () => Object.assign(part, { additionalProperties: shape() }),
    () => Object.assign(part, { required: dice.pick([[], names.slice(0, 1), names, ["new"]]) }),
    () => Object.assign(part, { anyOf: [shape(), shape()] }),
    () => Object.assign(part, { allOf: [shape()] }),
    () =>
      Object.assign(
        part,
        dice.pick<object>([{ minLength: 2 }, { maxLength: 9 }, { minimum: 0 }, { exclusiveMaximum: 1 }]),
      ),
    () =>
      Object.assign(
        part,
        dice.pick<object>([{ multipleOf: 2 }, { maxItems: 1 }, { minItems: 1 }, { minProperties: 1 }]),
      ),
    () =>
      Object.assign(
        part,
        dice.pick<object>([{ uniqueItems: true }, { pattern: "o" }, { not: { const: "open" } }]),
      ),
    () =>
      Object.assign(
        part,
        dice.pick<object>([{ propertyNames: { maxLength: 4 } }, { contains: { type: "string" } }]),
      ),
    () =>
      Array.isArray(part.enum) &&
      Object.assign(part, { enum: [...part.enum.slice(1), dice.pick(texts)].filter(isFirst) }),
    () => properties && Object.assign(properties, { new: shape() }),
    () => properties && names.length > 0 && Object.assign(properties, { [dice.pick(names)]: shape() }),
    () => properties && names.length > 1 && delete properties[dice.pick(names)],
  ];
  dice.pick(changes)();
}

function isFirst(value: unknown, index: number, all: readonly unknown[]): boolean {
  return all.indexOf(value) === index;
}

/**
 * A schema as readers take it, who pass over properties that they do not know: nothing is closed any more.
 * Not under keywords that turn a verdict around, or hang on it.
 */
export function openedSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(openedSchema);
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword, value]) => !(closing.includes(keyword) && value === false))
      .map(([keyword, value]) => [keyword, verbatim.includes(keyword) ? value : openedSchema(value)]),
  );
}

const closing = ["additionalProperties", "unevaluatedProperties"];
const verbatim = ["oneOf", "not", "if", "then", "else", "contains", "enum", "const", "examples"];
