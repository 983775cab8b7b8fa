import { formats as definitions } from "../../schema/formats.js";
import type { Keyword, Kind } from "../keyword.js";

interface Format {
  readonly kind: Kind;
  accepts(value: unknown): boolean;
  readonly compare: ((left: string, right: string) => number | undefined) | undefined;
}

/** The formats that Ajv is given, by the same functions. Others are ignored, as JSON Schema has it. */
function formatOf(name: string): Format | undefined {
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : true;
  if (definition === true) return undefined;
  const isPlain = typeof definition === "function" || definition instanceof RegExp;
  const { type, validate, compare } = (isPlain ? { validate: definition } : definition) as {
    type?: "number";
    validate: RegExp | ((value: unknown) => boolean);
    compare?: Format["compare"];
  };
  const accepts =
    typeof validate === "function" ? validate : (value: unknown) => validate.test(value as string);
  return { kind: type ?? "string", accepts, compare };
}

/** A format looks at texts or at numbers, so the keyword stands with both. */
export const formats: readonly Keyword<unknown>[] = (["number", "string"] as const).map((kind) => ({
  name: "format",
  kind,
  compile({ own, fail }) {
    const format = formatOf(own as string);
    if (format?.kind !== kind) return undefined;
    return (value, path, run) => {
      if (!format.accepts(value)) fail(run, value, path, `must match format "${own}"`, { format: own });
    };
  },
}));

const comparisons: readonly [name: string, sign: string, fails: (order: number) => boolean][] = [
  ["formatMaximum", "<=", (order) => order > 0],
  ["formatMinimum", ">=", (order) => order < 0],
  ["formatExclusiveMaximum", "<", (order) => order >= 0],
  ["formatExclusiveMinimum", ">", (order) => order <= 0],
];

/** No keywords of JSON Schema; ajv-formats brings them along. */
export const formatLimits: readonly Keyword<string>[] = comparisons.map(([name, comparison, fails]) => ({
  name,
  kind: "string",
  compile({ own, schema, fail }) {
    const compare = formatOf(String(schema.format))?.compare;
    if (compare === undefined) return undefined;
    const limit = own as string;
    return (value, path, run) => {
      const order = compare(value, limit);
      if (order !== undefined && fails(order))
        fail(run, value, path, `should be ${comparison} ${limit}`, { comparison, limit });
    };
  },
}));
