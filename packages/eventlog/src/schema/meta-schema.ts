import type { Ajv, ErrorObject } from "ajv";
import { SchemaError, type SchemaProblem } from "../errors.js";
import { isObject } from "../json-value.js";
import { type SchemaObject, walkSchemas } from "./keywords.js";
import { below, pointerTo } from "./pointer.js";

/** More mistakes than this in one schema help nobody. */
const maximumReported = 20;

/**
 * What makes a document no JSON Schema, place for place.
 *
 * @param thorough an Ajv of the document's dialect that looks for all mistakes
 * @param cause what Ajv threw when it was to compile the document
 */
export function notASchema(document: SchemaObject, thorough: Ajv, cause: unknown): SchemaError {
  const errors = thorough.validateSchema(document) === true ? [] : (thorough.errors ?? []);
  const problems = [...problemsOf(errors), ...patternProblems(document)].slice(0, maximumReported);
  if (problems.length === 0) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new SchemaError(`it is not a valid JSON Schema: ${reason}`, { cause });
  }
  const all = problems.map(({ place, message }) => `${place || "the schema"} ${message}`).join("; ");
  return new SchemaError(`it is not a valid JSON Schema: ${all}`, { cause, problems });
}

/** One for each place: what several branches of the meta-schema ask for at one place are its choices. */
function problemsOf(errors: readonly ErrorObject[]): SchemaProblem[] {
  const places = new Map<string, Set<string>>();
  for (const { keyword, instancePath, propertyName, params, message } of errors) {
    // They only say that the others were found.
    if (["anyOf", "allOf", "if", "propertyNames"].includes(keyword)) continue;
    const found = places.get(instancePath) ?? new Set();
    places.set(instancePath, found);
    found.add(
      `${propertyName === undefined ? "" : `has the name "${propertyName}", which `}${inWords(keyword, params, message)}`,
    );
  }
  return [...places].map(([place, found]) => ({ place, message: [...found].join(", or ") }));
}

/** The meta-schema takes any text for a pattern. */
function patternProblems(document: SchemaObject): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  for (const schema of walkSchemas(document)) {
    const { pattern, patternProperties } = schema;
    const patterns: (readonly [text: string, ...names: string[]])[] = [];
    if (typeof pattern === "string") patterns.push([pattern, "pattern"]);
    for (const text of Object.keys(isObject(patternProperties) ? patternProperties : {})) {
      patterns.push([text, "patternProperties", text]);
    }
    for (const [text, ...names] of patterns) {
      if (isPattern(text)) continue;
      const place = below(pointerTo(document, schema) ?? "", ...names);
      problems.push({ place, message: "is no regular expression that JavaScript reads (with the flag u)" });
    }
  }
  return problems;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}

function inWords(keyword: string, params: Record<string, unknown>, message: string | undefined): string {
  switch (keyword) {
    case "enum":
      return `must be one of ${(params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(", ")}`;
    case "type":
      return `must be ${typesInWords([params.type].flat())}`;
    case "minItems":
      return "must not be empty";
    case "minimum":
      return `must be ${params.limit} or more`;
    case "exclusiveMinimum":
      return `must be more than ${params.limit}`;
    case "uniqueItems":
      return "must not hold anything twice";
    default:
      return message ?? `breaks the rule "${keyword}"`;
  }
}

function typesInWords(types: readonly unknown[]): string {
  // Wherever both are possible, a schema is meant.
  if (types.includes("object") && types.includes("boolean")) return "a schema";
  return types.map((type) => typeWords[String(type)] ?? `a ${type}`).join(" or ");
}

const typeWords: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  object: "a mapping",
  string: "text",
};
