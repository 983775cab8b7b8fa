import { SchemaError, type SchemaProblem } from "../errors.js";
import type { DialectName } from "../interpreter/keyword.js";
import { type SchemaObject, walkSchemas } from "./keywords.js";
import { patternProblems } from "./patterns.js";
import type { References } from "./references.js";
import { nameProblems } from "./schema-names.js";
import { schemaFaults } from "./schema-of-schemas.js";
import { schemaProblems } from "./schema-problems.js";

/** More mistakes than this in one schema help nobody. */
const maximumReported = 20;
/** Several faults may be one mistake. */
const maximumFaults = 5 * maximumReported;

/**
 * Checks that a document is a schema of its dialect, with all that its references lead to, and that its patterns can be
 * tried in bounded time.
 *
 * @throws {SchemaError} with all mistakes and their places, or for a reference to nothing
 */
export function checkIsSchema(document: SchemaObject, dialect: DialectName, references: References): void {
  throwIfAny(notASchema(document, dialect, references));
  // What no keyword leads to, the schema of schemas has not looked at.
  const known = new Set(walkSchemas(document));
  for (const schema of references.schemas) {
    if (known.has(schema)) continue;
    throwIfAny(notASchema(schema, dialect, references));
    for (const inner of walkSchemas(schema)) known.add(inner);
  }
  throwIfAny({ problems: [...patternProblems(references.schemas, references), ...nameProblems(references)] });
}

/** An error to be, where there is any problem. */
interface Findings {
  readonly words?: string;
  readonly problems: readonly SchemaProblem[];
}

function notASchema(root: SchemaObject, dialect: DialectName, references: References): Findings {
  const faults = schemaFaults(root, dialect, maximumFaults);
  if (faults.length === 0) return { problems: [] };
  const base = references.placeOf(root) ?? "";
  const problems = [
    ...schemaProblems(faults).map(({ place, message }) => ({ place: base + place, message })),
    // The schema of schemas takes any text for a pattern.
    ...patternProblems(walkSchemas(root), references),
  ];
  return { words: "it is not a valid JSON Schema: ", problems };
}

function throwIfAny({ words = "", problems }: Findings): void {
  if (problems.length === 0) return;
  const reported = problems.slice(0, maximumReported);
  const all = reported.map(({ place, message }) => `${place || "the schema"} ${message}`).join("; ");
  throw new SchemaError(words + all, { problems: reported });
}
