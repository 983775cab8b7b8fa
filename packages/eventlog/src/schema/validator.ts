import type { Ajv, Options, ValidateFunction } from "ajv";
import { SchemaError } from "../errors.js";
import type { Fault } from "../interpreter/fault.js";
import { Interpreter } from "../interpreter/interpreter.js";
import { maximumWork, work } from "../work.js";
import { canGenerateCode } from "../writer/code-generation.js";
import { type Dialect, dialectOf } from "./dialects.js";
import { isObject } from "../json-value.js";
import type { SchemaObject } from "./keywords.js";
import { needOwnEngine } from "./patterns.js";
import { References } from "./references.js";
import { checkIsSchema } from "./schema-check.js";
import { checkReferences, isIntricate } from "./schema-graph.js";

/** What validates events of one schema. */
export interface Validator {
  readonly references: References;
  /** Stops at the first violation: the way each event goes. @throws {TooMuchWork} */
  readonly accepts: (event: unknown) => boolean;
  /** Makes {@link accepts} now: most schemas that are registered are never allowed, and never need it. */
  compile(): void;
  /** So many violations, or all there are. @throws {TooMuchWork} */
  explain(event: unknown, most: number): readonly Fault[];
}

/**
 * Checks a schema document and makes a validator of it, in the dialect that its `$schema` names. Ajv compiles it, unless
 * code may not be generated, or the compiled code could take without end: an interpreter says the same, more slowly, and
 * counts its steps. What is wrong with an event is always said by the interpreter, so that it is the same everywhere.
 *
 * @param mayCompile false takes the interpreter always
 * @throws {SchemaError} for another dialect, a document that is not a schema, and one that could keep us busy for ever
 */
export function createValidator(document: SchemaObject, mayCompile: boolean = canGenerateCode): Validator {
  const dialect = dialectOf(document);
  const references = new References(document);
  checkIsSchema(document, dialect.name, references);
  const interpreter = new Interpreter(document, dialect.name, references);
  checkReferences(references);
  const isCompiled = mayCompile && !misleadsAjv(references) && !isIntricate(document, references);
  const make = (): Validator["accepts"] => {
    const accepts = isCompiled ? compile(document, dialect) : (event: unknown) => interpreter.accepts(event);
    // To count costs a little, so it is done where there is something to count.
    return isCompiled && !needOwnEngine(references.schemas)
      ? accepts
      : (event) => work.within(maximumWork, () => accepts(event));
  };
  let made: Validator["accepts"] | undefined;
  return {
    references,
    compile() {
      made ??= make();
    },
    get accepts() {
      made ??= make();
      return made;
    },
    explain: (event, most) => work.within(maximumWork, () => interpreter.faults(event, most)),
  };
}

function compile(document: SchemaObject, dialect: Dialect): ValidateFunction {
  const ajv = instanceOf(dialect, {
    // `constructor` and `__proto__` are data like any other: what an object inherits is no property of an event. To look
    // at own properties only costs time, so it is done for schemas that name one of these.
    ownProperties: namesInherited(document),
  });
  try {
    return ajv.compile(document);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SchemaError(`it is not a valid JSON Schema: ${reason}`, { cause: error });
  }
}

const instances = new Map<string, Ajv>();

function instanceOf(dialect: Dialect, extra: Options): Ajv {
  const key = JSON.stringify([dialect.name, extra]);
  const instance = instances.get(key) ?? dialect.create(extra);
  instances.set(key, instance);
  return instance;
}

const inheritedNames = Object.getOwnPropertyNames(Object.prototype).map((name) => JSON.stringify(name));

/** True where any name or text in a document is that of a property that every object inherits. */
function namesInherited(document: SchemaObject): boolean {
  const text = JSON.stringify(document);
  return inheritedNames.some((name) => text.includes(name));
}

/**
 * True where Ajv's code is known to say something else than JSON Schema does: it overlooks a missing property whose name
 * is empty, and that an empty list contains nothing, and it takes names that every object inherits for evaluated.
 */
function misleadsAjv(references: References): boolean {
  return [...references.schemas].some((schema) => {
    const { required, dependencies, dependentRequired } = schema;
    const lists = [required, ...[dependencies, dependentRequired].filter(isObject).flatMap(Object.values)];
    return (
      lists.some((names) => Array.isArray(names) && names.includes("")) ||
      "contains" in schema ||
      "unevaluatedProperties" in schema ||
      "unevaluatedItems" in schema
    );
  });
}
