import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Fault } from "../interpreter/fault.js";
import { Interpreter } from "../interpreter/interpreter.js";
import type { DialectName } from "../interpreter/keyword.js";
import type { SchemaObject } from "./keywords.js";
import { References } from "./references.js";

/** In what a document is not a schema of its dialect: so many faults of it, in the order of its schema of schemas. */
export function schemaFaults(document: SchemaObject, dialect: DialectName, most: number): readonly Fault[] {
  return metaSchemaOf(dialect).faults(document, most);
}

const metaSchemas = new Map<DialectName, Interpreter>();

function metaSchemaOf(dialect: DialectName): Interpreter {
  let interpreter = metaSchemas.get(dialect);
  if (interpreter === undefined) {
    const document = withoutFormats(documentOf(dialect));
    interpreter = new Interpreter(document, dialect, new References(document));
    metaSchemas.set(dialect, interpreter);
  }
  return interpreter;
}

/** Ajv brings the schemas of schemas along. That of 2020-12 is in several documents, which are put into one. */
function documentOf(dialect: DialectName): SchemaObject {
  if (dialect === "draft-07") return schemaIn(new Ajv(), "http://json-schema.org/draft-07/schema");
  const base = "https://json-schema.org/draft/2020-12/";
  const ajv = new Ajv2020();
  const parts = [
    "core",
    "applicator",
    "unevaluated",
    "validation",
    "meta-data",
    "format-annotation",
    "content",
  ];
  const $defs = Object.fromEntries(parts.map((part) => [part, schemaIn(ajv, `${base}meta/${part}`)]));
  const whole = schemaIn(ajv, `${base}schema`);
  return { ...whole, $defs };
}

/** Ids in this field are often no URIs, and patterns have a check of their own. */
function withoutFormats(document: SchemaObject): SchemaObject {
  const isFormat = (key: string, value: unknown) => key === "format" && typeof value === "string";
  return JSON.parse(JSON.stringify(document), (key, value) => (isFormat(key, value) ? undefined : value));
}

function schemaIn(ajv: Ajv | Ajv2020, id: string): SchemaObject {
  return ajv.schemas[id]?.schema as SchemaObject;
}
