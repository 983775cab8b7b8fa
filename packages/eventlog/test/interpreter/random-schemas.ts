import fc from "fast-check";

/** Few names and values, so that schemas and values meet. */
const name = fc.constantFrom("a", "b", "c", "x-1", "", "~/", "__proto__", "constructor", "toString");
/** Ajv overlooks that a required property with an empty name is missing, so it cannot be compared with. */
const requiredName = name.filter((name) => name !== "");
const text = fc.constantFrom(
  "",
  "a",
  "ab",
  "abc",
  "😀",
  "2026-11-23",
  "12:00:00Z",
  "ada@example.org",
  "a\nb",
  "A1",
);
const number = fc.constantFrom(0, 1, 2, 3, -1, 0.5, 1.5, 10, 1e21, 0.1, 2 ** 53);

export const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(fc.constantFrom(null, true, false), number, text),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie("value")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

const type = fc.constantFrom("string", "number", "integer", "boolean", "null", "array", "object");
const count = fc.nat({ max: 3 });
const patterns = fc.constantFrom("^a", "b$", "^[a-z]+$", "(a|b)*c", "^(?!a)", "\\d", "^.$", "x-\\d+");
const format = fc.constantFrom(
  "date",
  "time",
  "date-time",
  "email",
  "ipv4",
  "uuid",
  "int32",
  "uri",
  "regex",
  "unheard-of",
);

type Schemas = { schema: unknown };

const { schema } = fc.letrec<Schemas>((tie) => {
  const inner = tie("schema");
  const list = fc.array(inner, { minLength: 1, maxLength: 3 });
  const map = (names: fc.Arbitrary<string>) =>
    fc.array(fc.tuple(names, inner), { maxLength: 3 }).map((entries) => Object.fromEntries(entries));
  const references = fc.constantFrom("#", "#/$defs/one", "#/$defs/two", "#/definitions/three");
  const keywords: Record<string, fc.Arbitrary<unknown>> = {
    type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })),
    nullable: fc.boolean(),
    const: value,
    enum: fc.uniqueArray(value, { minLength: 1, maxLength: 4, selector: (item) => JSON.stringify(item) }),
    maximum: number,
    minimum: number,
    exclusiveMaximum: number,
    exclusiveMinimum: number,
    multipleOf: fc.constantFrom(1, 2, 0.5, 0.1, 3),
    maxLength: count,
    minLength: count,
    pattern: patterns,
    format,
    maxItems: count,
    minItems: count,
    uniqueItems: fc.boolean(),
    contains: inner,
    minContains: count,
    maxContains: count,
    maxProperties: count,
    minProperties: count,
    required: fc.uniqueArray(requiredName, { maxLength: 3 }),
    properties: map(name),
    patternProperties: map(patterns),
    additionalProperties: inner,
    propertyNames: inner,
    dependencies: fc
      .array(fc.tuple(name, fc.oneof(inner, fc.uniqueArray(requiredName, { maxLength: 2 }))), {
        maxLength: 2,
      })
      .map((entries) => Object.fromEntries(entries)),
    dependentRequired: fc
      .array(fc.tuple(name, fc.uniqueArray(requiredName, { maxLength: 2 })), { maxLength: 2 })
      .map((entries) => Object.fromEntries(entries)),
    dependentSchemas: map(name),
    allOf: list,
    anyOf: list,
    oneOf: list,
    not: inner,
    if: inner,
    // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
    then: inner,
    else: inner,
    $ref: references,
    items: inner,
    tuple: list,
    rest: inner,
  };
  const entry = fc.oneof(
    ...Object.entries(keywords).map(([keyword, arbitrary]) =>
      arbitrary.map((value): [string, unknown] => [keyword, value]),
    ),
  );
  return {
    schema: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.oneof(
        fc.boolean(),
        type.map((type) => ({ type })),
        fc.constant({}),
      ),
      fc.array(entry, { minLength: 1, maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    ),
  };
});

/** A schema of either dialect with any of its keywords; some of them are refused when they are registered. */
export const randomSchema = fc
  .record({
    is2020: fc.boolean(),
    root: schema,
    definitions: fc.record({ one: schema, two: schema, three: schema }),
  })
  .map(({ is2020, root, definitions: { one, two, three } }) => {
    const dialect = is2020 ? "2020-12" : "draft-07";
    const $schema = is2020
      ? "https://json-schema.org/draft/2020-12/schema"
      : "http://json-schema.org/draft-07/schema#";
    const whole = {
      properties: {},
      ...(typeof root === "object" ? root : {}),
      $defs: { one, two },
      definitions: { three },
    };
    return {
      dialect: dialect as "2020-12" | "draft-07",
      document: { $schema, $id: "example.org/random", ...(inDialect(whole, is2020) as object) },
    };
  });

/** Tuples are written otherwise in each dialect. */
function inDialect(schema: unknown, is2020: boolean): unknown {
  if (Array.isArray(schema)) return schema.map((item) => inDialect(item, is2020));
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.entries(schema).flatMap(([keyword, inner]): [string, unknown][] => {
    const known = names[keyword];
    if (known === undefined) return [[keyword, inDialect(inner, is2020)]];
    const name = known[is2020 ? 1 : 0];
    return name === undefined ? [] : [[name, inDialect(inner, is2020)]];
  });
  return Object.fromEntries(members);
}

/** What tuples and what comes after them are called, in draft-07 and in 2020-12. */
const names: Readonly<Record<string, readonly [string, string | undefined]>> = {
  tuple: ["items", "prefixItems"],
  rest: ["additionalItems", undefined],
};
