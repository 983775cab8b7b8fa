import { Ajv, type Format, type Options } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { SchemaError } from "../errors.js";
import type { DialectName } from "../interpreter/keyword.js";
import { patternOf } from "../pattern/pattern.js";
import { useBoundedKeywords } from "./bounded-keywords.js";
import { formats } from "./formats.js";
import type { SchemaObject } from "./keywords.js";

const options: Options = {
  // JSON Schema says that unknown keywords are ignored, and event schemas in the field use many.
  strict: false,
  // Several versions of a schema share one $id, so Ajv must not keep them by it.
  addUsedSchema: false,
  // It was checked before; see `schema-of-schemas.ts`.
  validateSchema: false,
  // Messages go through our errors; Ajv's own log would print to the console.
  logger: false,
  code: { regExp: Object.assign((source: string) => patternOf(source).search, { code: "new RegExp" }) },
};

/** A JSON Schema dialect that schemas may be written in. */
export interface Dialect {
  readonly name: DialectName;
  readonly uri: RegExp;
  readonly create: (extra: Options) => Ajv;
}

/** The first one is meant where `$schema` is left out. */
const dialects: readonly Dialect[] = [
  {
    name: "draft-07",
    uri: /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/,
    create: (extra) => prepared(new Ajv({ ...options, ...extra })),
  },
  {
    name: "2020-12",
    uri: /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/,
    create: (extra) => prepared(new Ajv2020({ ...options, ...extra }) as unknown as Ajv),
  },
];

function prepared(ajv: Ajv): Ajv {
  addFormats.default(ajv);
  ajv.addFormat("url", formats.url as Format);
  return useBoundedKeywords(ajv);
}

/** The dialect that the `$schema` of a document names. @throws {SchemaError} for one that is not known here */
export function dialectOf(document: SchemaObject): Dialect {
  const uri = document.$schema ?? "http://json-schema.org/draft-07/schema#";
  const dialect = dialects.find((candidate) => typeof uri === "string" && candidate.uri.test(uri));
  if (dialect !== undefined) return dialect;
  const known = dialects.map(({ name }) => name).join(" and ");
  throw new SchemaError(`its $schema names a dialect that is not supported; write ${known} schemas`, {
    place: "/$schema",
  });
}
