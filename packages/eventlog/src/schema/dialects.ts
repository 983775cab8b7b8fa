import { Ajv, type Options, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { SchemaError } from "../errors.js";
import { useBoundedPattern } from "./bounded-pattern.js";
import { type SchemaObject, walkSchemas } from "./keywords.js";
import { notASchema } from "./meta-schema.js";
import { below, pointerTo } from "./pointer.js";
import { pointsToNothing } from "./references.js";
import { useQuickUniqueItems } from "./unique-items.js";

const options: Options = {
  // JSON Schema says that unknown keywords are ignored, and event schemas in the field use many.
  strict: false,
  // Several versions of a schema share one $id, so Ajv must not keep them by it.
  addUsedSchema: false,
  // Messages go through our errors; Ajv's own log would print to the console.
  logger: false,
};

interface Dialect {
  readonly name: string;
  readonly uri: RegExp;
  readonly create: (extra: Options) => Ajv;
}

/** The JSON Schema dialects that schemas may be written in. The first one is meant where `$schema` is left out. */
const dialects: readonly Dialect[] = [
  {
    name: "draft-07",
    uri: /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/,
    create: (extra) => formats.default(new Ajv({ ...options, ...extra })),
  },
  {
    name: "2020-12",
    uri: /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/,
    create: (extra) => formats.default(new Ajv2020({ ...options, ...extra }) as unknown as Ajv),
  },
];

/** What validates events of one schema. */
export interface Validator {
  /** Stops at the first violation: the way each event goes. */
  readonly accepts: ValidateFunction;
  /** Finds all violations; compiled when it is first needed, as most schemas never refuse anything. */
  explain(event: unknown): NonNullable<ValidateFunction["errors"]>;
}

/**
 * Compiles a schema document with Ajv, in the dialect that its `$schema` names.
 *
 * @throws {SchemaError} for another dialect, or a document that is not a schema
 */
export function compileValidator(document: SchemaObject): Validator {
  const dialect = dialectOf(document);
  // `constructor` and `__proto__` are data like any other: what an object inherits is no property of an event. To look
  // at own properties only costs time, so it is done for schemas that name one of these.
  const ownProperties = namesInherited(document);
  // Where it stops at the first violation, Ajv overlooks that a required property with an empty name is missing.
  const allErrors = namesNothing(document);
  const accepts = compile(dialect, { ownProperties, ...(allErrors && { allErrors }) }, document);
  let thorough: ValidateFunction | undefined;
  return {
    accepts,
    explain(event) {
      thorough ??= compile(dialect, { ownProperties, allErrors: true }, document);
      thorough(event);
      return thorough.errors ?? [];
    },
  };
}

function dialectOf(document: SchemaObject): Dialect {
  const uri = document.$schema ?? "http://json-schema.org/draft-07/schema#";
  const dialect = dialects.find((candidate) => typeof uri === "string" && candidate.uri.test(uri));
  if (dialect !== undefined) return dialect;
  const known = dialects.map(({ name }) => name).join(" and ");
  throw new SchemaError(`its $schema names a dialect that is not supported; write ${known} schemas`, {
    place: "/$schema",
  });
}

const inheritedNames = Object.getOwnPropertyNames(Object.prototype).map((name) => JSON.stringify(name));

/** True where any name or text in a document is that of a property that every object inherits. */
function namesInherited(document: SchemaObject): boolean {
  const text = JSON.stringify(document);
  return inheritedNames.some((name) => text.includes(name));
}

/** True where a name or text in a document is empty. */
function namesNothing(document: SchemaObject): boolean {
  return JSON.stringify(document).includes('""');
}

const instances = new Map<string, Ajv>();

function instanceOf(dialect: Dialect, extra: Options): Ajv {
  const key = JSON.stringify([dialect.name, extra]);
  let instance = instances.get(key);
  if (instance === undefined) {
    instance = useQuickUniqueItems(dialect.create(extra));
    if (extra.allErrors) useBoundedPattern(instance);
    instances.set(key, instance);
  }
  return instance;
}

function compile(dialect: Dialect, extra: Options, document: SchemaObject): ValidateFunction {
  try {
    return instanceOf(dialect, extra).compile(document);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const [, remote] = /can't resolve reference (\S+)/.exec(reason) ?? [];
    if (remote === undefined) throw notASchema(document, instanceOf(dialect, { allErrors: true }), error);
    const schema = [...walkSchemas(document)].find(({ $ref }) => $ref === remote);
    const place = schema && pointerTo(document, schema);
    throw pointsToNothing(remote, place === undefined ? undefined : below(place, "$ref"));
  }
}
