import { type Fault, interpretSchema } from "@daybook/eventlog/interpret-schema";
import { didYouMean, suggestion } from "../suggestion.js";
import type { OptionPath } from "./option-path.js";
import type { Problem } from "./problem.js";

/**
 * Everything in which a value does not match a JSON Schema, in words for the person who wrote it.
 *
 * @param schema its `expected` annotations are the words for what a value must be
 * @param place where the value stands
 * @param hint more words for an unknown option that is not just misspelt, such as where it belongs
 * @throws {SchemaError} where the schema is none
 */
export function violations(
  schema: object,
  value: unknown,
  place: OptionPath,
  hint: (option: string) => string = () => "",
): Problem[] {
  const errors = interpretSchema(schema)(value);
  const problems = errors.flatMap((error) => problemOf(error, place, errors, hint));
  // Several keywords may find fault with one value, and `expected` answers them all.
  const seen = new Set<string>();
  return problems.filter(({ place: where, message }) => {
    const key = JSON.stringify([where, message]);
    return !seen.has(key) && seen.add(key);
  });
}

function problemOf(
  error: Fault,
  outer: OptionPath,
  all: readonly Fault[],
  hint: (option: string) => string,
): Problem[] {
  const place = placeOf(error, outer);
  const params = error.params as Record<string, unknown>;
  const schema = error.parentSchema as { expected?: string; properties?: object };
  switch (error.keyword) {
    case "if":
      // What `then` and `else` found is told by itself.
      return [];
    case "additionalProperties":
    case "unevaluatedProperties": {
      const name = String(params.additionalProperty ?? params.unevaluatedProperty);
      const message = `unknown option${didYouMean(name, unused(schema, error.data)) || hint(name) || known(schema)}`;
      return [{ place: [...place, name], atName: true, message }];
    }
    case "propertyNames":
      return [{ place, atName: true, message: `each name must be ${schema.expected ?? error.message}` }];
    case "required": {
      const name = String(params.missingProperty);
      // A name that is written a little wrong is one mistake and not two.
      if (misspelt(name, error, all)) return [];
      return [{ place, message: `needs the option "${name}"` }];
    }
  }
  if (error.propertyName !== undefined) return [];
  if (error.data === null) return [{ place, message: "has no value; write one, or take the line out" }];
  const expected = schema.expected ?? expectation(error);
  if (expected === undefined) return [{ place, message: error.message ?? "is wrong" }];
  return [{ place, message: `must be ${expected}${contrast(error)}` }];
}

/** What the user's own schemas, which have no words for it, expect. */
function expectation({ keyword, params }: Fault): string | undefined {
  if (keyword === "type")
    return [params.type]
      .flat()
      .map((type) => typeWords[String(type)] ?? type)
      .join(" or ");
  if (keyword === "enum")
    return `one of ${(params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(", ")}`;
  if (keyword === "minimum") return `${params.limit} or more`;
  if (keyword === "maximum") return `${params.limit} or less`;
  if (keyword === "minLength" && params.limit === 1) return "text that is not empty";
  return undefined;
}

const typeWords: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  null: "null",
};

/** What is there instead, where its type is the mistake. Only the type: the value may be the token. */
function contrast({ keyword, data, params }: Fault): string {
  if (keyword !== "type") return "";
  const found = typeName(data);
  if (found === "number" && [params.type].flat().includes("integer")) return "";
  return `, not ${typeWords[found] ?? `a ${found}`}`;
}

function typeName(value: unknown): string {
  return Array.isArray(value) ? "array" : typeof value;
}

function placeOf({ instancePath }: Fault, outer: OptionPath): OptionPath {
  const parts = instancePath.split("/").slice(1);
  return [...outer, ...parts.map((part) => toPart(part.replaceAll("~1", "/").replaceAll("~0", "~")))];
}

/** A schema id is never a bare number, so that one is a position in a list. */
function toPart(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part;
}

function known({ properties = {} }: { readonly properties?: object }): string {
  const names = Object.keys(properties);
  return names.length === 0 ? "" : `; there ${names.length === 1 ? "is" : "are"} ${names.join(", ")}`;
}

/** Options that are there already cannot be what was meant. */
function unused(schema: { readonly properties?: object }, data: unknown): string[] {
  const present = new Set(Object.keys((data ?? {}) as object));
  return Object.keys(schema.properties ?? {}).filter((name) => !present.has(name));
}

function misspelt(name: string, { instancePath }: Fault, all: readonly Fault[]): boolean {
  return all.some(
    (other) =>
      other.keyword === "additionalProperties" &&
      other.instancePath === instancePath &&
      suggestion(
        String(other.params.additionalProperty),
        unused(other.parentSchema as { properties?: object }, other.data),
      ) === name,
  );
}
