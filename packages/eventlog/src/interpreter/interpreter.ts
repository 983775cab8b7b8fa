import type { SchemaObject } from "../schema/keywords.js";
import type { References } from "../schema/references.js";
import { CompiledSchemas } from "./compiled-schemas.js";
import type { Fault } from "./fault.js";
import type { DialectName, Rule } from "./keyword.js";
import { EnoughFaults, Run } from "./run.js";

/**
 * Checks values by a JSON Schema without generating code: for a process that may not, for saying what is wrong with a
 * value, and for schemas that are too intricate to be compiled. It says what Ajv says with `allErrors`, in the same order.
 */
export class Interpreter {
  readonly #rule: Rule;

  /** @throws {SchemaError} where a `$ref` points to nothing in the document */
  constructor(document: SchemaObject, dialect: DialectName, references: References) {
    const schemas = new CompiledSchemas(dialect, references);
    this.#rule = schemas.compile(document);
    // Also what is only referred to: a mistake in it shows now and not at the first event.
    for (const schema of references.schemas) schemas.compile(schema);
  }

  accepts(value: unknown): boolean {
    return this.faults(value, 1).length === 0;
  }

  /** What is wrong with a value: so many faults, or all there are. @throws {TooMuchWork} */
  faults(value: unknown, most = Number.POSITIVE_INFINITY): readonly Fault[] {
    const run = new Run(most);
    try {
      this.#rule(value, "", run);
    } catch (error) {
      if (!(error instanceof EnoughFaults)) throw error;
    }
    // An attempt may have gone beyond.
    return run.faults.slice(0, most);
  }
}
