import type { Fault } from "./interpreter/fault.js";
import { Interpreter } from "./interpreter/interpreter.js";
import type { SchemaObject } from "./schema/keywords.js";
import { dialectOf } from "./schema/dialects.js";
import { References } from "./schema/references.js";
import { checkIsSchema } from "./schema/schema-check.js";

export type { Fault } from "./interpreter/fault.js";
export { canGenerateCode } from "./writer/code-generation.js";

/**
 * Makes a check of a JSON Schema, draft-07 or 2020-12, that generates no code. For what else in this project has a schema
 * to check by; events have a validator of their own.
 *
 * @returns finds all that is wrong with a value, or so many faults of it
 * @throws {SchemaError} where the document is not a schema
 *
 * @example
 * const faults = interpretSchema({ properties: { port: { type: "integer" } } });
 * faults({ port: "x" })[0]?.message; // "must be integer"
 */
export function interpretSchema(document: object): (value: unknown, most?: number) => readonly Fault[] {
  const schema = document as SchemaObject;
  const { name } = dialectOf(schema);
  const references = new References(schema);
  checkIsSchema(schema, name, references);
  const interpreter = new Interpreter(schema, name, references);
  return (value, most) => interpreter.faults(value, most);
}
