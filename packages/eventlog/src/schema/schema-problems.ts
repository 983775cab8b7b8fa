import type { SchemaProblem } from "../errors.js";
import type { Fault } from "../interpreter/fault.js";

/**
 * What makes a document no schema, place for place: what several branches of the schema of schemas ask for at one place
 * are its choices.
 */
export function schemaProblems(faults: readonly Fault[]): SchemaProblem[] {
  const places = new Map<string, Set<string>>();
  for (const fault of faults) {
    // They only say that the others were found.
    if (["anyOf", "allOf", "if", "propertyNames"].includes(fault.keyword)) continue;
    const found = places.get(fault.instancePath) ?? new Set();
    places.set(fault.instancePath, found);
    const { propertyName } = fault;
    const subject = propertyName === undefined ? "" : `has the name "${propertyName}", which `;
    found.add(subject + inWords(fault));
  }
  return [...places].map(([place, found]) => ({ place, message: [...found].join(", or ") }));
}

function inWords({ keyword, params, message }: Fault): string {
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
      return message;
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
