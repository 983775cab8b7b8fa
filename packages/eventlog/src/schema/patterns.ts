import type { SchemaProblem } from "../errors.js";
import { patternOf } from "../pattern/pattern.js";
import { PatternError } from "../pattern/pattern-error.js";
import { schemaMap, type SchemaObject } from "./keywords.js";
import type { References } from "./references.js";

/** The patterns of schemas that are none, or cannot be tried in bounded time; looked for before any is tried on a text. */
export function patternProblems(schemas: Iterable<SchemaObject>, references: References): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  for (const schema of schemas) {
    for (const [source, ...names] of patternsIn(schema)) {
      try {
        patternOf(source);
      } catch (error) {
        if (!(error instanceof PatternError)) throw error;
        problems.push({ place: references.placeOf(schema, ...names), message: error.message });
      }
    }
  }
  return problems;
}

/** True where any pattern takes an engine of our own, whose steps have to be counted. */
export function needOwnEngine(schemas: Iterable<SchemaObject>): boolean {
  for (const schema of schemas) {
    for (const [source] of patternsIn(schema)) {
      if (!(patternOf(source).search instanceof RegExp)) return true;
    }
  }
  return false;
}

/** The patterns that stand in a schema itself, and under which names. */
function patternsIn(schema: SchemaObject): (readonly [source: string, ...names: string[]])[] {
  const names = [...schemaMap(schema, "patternProperties").keys()];
  const found = names.map((name) => [name, "patternProperties", name] as const);
  const { pattern } = schema;
  return typeof pattern === "string" ? [[pattern, "pattern"], ...found] : found;
}
