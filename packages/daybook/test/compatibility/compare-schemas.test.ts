import { describe, expect, test } from "vitest";
import { compareSchemas } from "../../src/compatibility/compare-schemas.js";

type Schema = Record<string, unknown>;

const event = { $id: "example.org/door", version: 1, properties: {} };

/** What is said of two events, as `place: message`. */
function compared(old: Schema, young: Schema) {
  const { writers, readers, withheld, revealed } = compareSchemas(
    { ...event, ...old },
    { ...event, ...young },
  );
  const lines = (breaks: typeof writers) => breaks.map(({ place, message }) => `${place}: ${message}`);
  return {
    writers: lines(writers),
    readers: lines(readers),
    withheld: lines(withheld),
    revealed: lines(revealed),
  };
}

/** The same for a property `a` of an event, without the way to it. */
function comparedValues(old: unknown, young: unknown, rest: Schema = {}) {
  const { writers, readers } = compared(
    { properties: { a: old }, ...rest },
    { properties: { a: young }, ...rest },
  );
  const short = (lines: readonly string[]) => lines.map((line) => line.replace("/properties/a", ""));
  return { writers: short(writers), readers: short(readers) };
}

const compatible = { writers: [], readers: [], withheld: [], revealed: [] };

describe("versions are compatible", () => {
  test("that differ in words only", () => {
    const old = { properties: { a: { type: "string", description: "An a", examples: ["b"] } } };
    expect(compared(old, { title: "Door", properties: { a: { type: "string" } } })).toEqual(compatible);
  });

  test("that are written in another way", () => {
    const old = { properties: { a: { type: ["string", "null"] }, b: { enum: [true, false] } } };
    const young = {
      allOf: [{ $ref: "#/definitions/both" }],
      definitions: {
        both: {
          properties: {
            a: { anyOf: [{ type: "null" }, { type: "string" }] },
            b: { type: "boolean" },
          },
        },
      },
      properties: { a: {} },
    };
    expect(compared(old, young).writers).toEqual([]);
  });

  test("of which the new one adds a property, where the old one allowed no others", () => {
    const closed = { additionalProperties: false };
    const old = { ...closed, properties: { a: { type: "string" } } };
    const young = { ...closed, properties: { a: { type: "string" }, b: { type: "string" } } };
    expect(compared(old, young)).toEqual(compatible);
  });

  test("that refer to themselves in the same way", () => {
    const tree = (type: string) => ({
      properties: { tree: { $ref: "#/definitions/node" } },
      definitions: {
        node: {
          type: "object",
          properties: { name: { type }, below: { type: "array", items: { $ref: "#/definitions/node" } } },
        },
      },
    });
    expect(compared(tree("integer"), tree("integer"))).toEqual(compatible);
    expect(compared(tree("integer"), tree("number")).writers).toEqual([]);
    expect(compared(tree("integer"), tree("number")).readers).toEqual([
      "/definitions/node/properties/name/type: may now be a number that is not whole",
    ]);
  });
});

describe("a break is named for writers and for readers", () => {
  test.each<[what: string, narrow: unknown, wide: unknown, refused: string, surprising: string]>([
    [
      "another type",
      { type: "integer" },
      { type: ["number", "null"] },
      "/type: is not accepted any more: a number that is not whole or null",
      "/type: may now be a number that is not whole or null",
    ],
    [
      "a value of a list",
      { enum: ["open"] },
      { enum: ["open", "slam"] },
      '/enum: is not accepted any more: "slam"',
      '/enum: may now be "slam"',
    ],
    [
      "a list of values",
      { const: "open" },
      { type: "string" },
      '/const: is not accepted any more: other values than "open"',
      '/const: may now have other values than "open"',
    ],
    [
      "a limit",
      { type: "number", minimum: 1 },
      { type: "number", minimum: 0 },
      "/minimum: is not accepted any more: less than 1",
      "/minimum: may now be less than 1",
    ],
    [
      "a limit that is itself excluded",
      { type: "number", exclusiveMaximum: 1 },
      { type: "number", maximum: 1 },
      "/exclusiveMaximum: is not accepted any more: 1 or more",
      "/exclusiveMaximum: may now be 1 or more",
    ],
    [
      "a length",
      { type: "string", maxLength: 3 },
      { type: "string" },
      "/maxLength: is not accepted any more: more than 3 characters",
      "/maxLength: may now have more than 3 characters",
    ],
    [
      "a pattern",
      { type: "string", pattern: "^a" },
      { type: "string" },
      "/pattern: is not accepted any more: text that does not match ^a",
      "/pattern: may now be text that does not match ^a",
    ],
    [
      "a format",
      { type: "string", format: "date" },
      { type: "string" },
      "/format: is not accepted any more: what is not of the format date",
      "/format: may now be what is not of the format date",
    ],
    [
      "a required property",
      { type: "object", required: ["b"] },
      { type: "object" },
      '/required: property "b" is required now',
      '/required: property "b" may be missing now',
    ],
    [
      "elements",
      { type: "array", items: { type: "string" } },
      { type: "array", items: { type: ["string", "null"] } },
      "/items/type: is not accepted any more: null",
      "/items/type: may now be null",
    ],
    [
      "equal elements",
      { type: "array", uniqueItems: true },
      { type: "array" },
      "/uniqueItems: is not accepted any more: a list that holds something twice",
      "/uniqueItems: may now be a list that holds something twice",
    ],
    [
      "members of any name",
      { type: "object", additionalProperties: { type: "string" } },
      { type: "object", additionalProperties: { type: ["string", "boolean"] } },
      "/additionalProperties/type: is not accepted any more: true or false",
      "/additionalProperties/type: may now be true or false",
    ],
  ])("%s", (_, narrow, wide, refused, surprising) => {
    expect(comparedValues(wide, narrow)).toEqual({ writers: [refused], readers: [] });
    expect(comparedValues(narrow, wide)).toEqual({ writers: [], readers: [surprising] });
  });

  test("properties that may not be there any more matter to writers only", () => {
    const old = { type: "object", properties: { b: { type: "string" } } };
    expect(comparedValues(old, { ...old, additionalProperties: false })).toEqual({
      writers: ["/additionalProperties: is not accepted any more: properties that the schema does not name"],
      readers: [],
    });
  });

  test("a property that is declared only now was open before", () => {
    expect(compared({}, { properties: { a: { type: "string" } } })).toEqual({
      ...compatible,
      writers: [
        '/properties/a: is new: what else an event may hold under "a", which was not declared, is not accepted any more',
      ],
    });
  });

  test("a property that is not declared any more is recorded as null", () => {
    const { readers } = compared({ properties: { a: { type: "string" } } }, {});
    expect(readers).toEqual(["/properties/a: is not declared any more: it is missing, or recorded as null"]);
  });
});

describe("what cannot be told is a break", () => {
  test.each<[keyword: string, old: Schema, young: Schema]>([
    ["pattern", { type: "string", pattern: "^a" }, { type: "string", pattern: "^[a]" }],
    ["not", { not: { const: 1 } }, { not: { const: 2 } }],
    ["anyOf", { anyOf: [{ minLength: 1 }, { const: 1 }] }, { anyOf: [{ minLength: 2 }, { const: 1 }] }],
    ["oneOf", { oneOf: [{ type: "string" }] }, { oneOf: [{ type: "string" }, { type: "null" }] }],
    // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
    ["if", { if: { const: 1 }, then: {} }, { if: { const: 2 }, then: { type: "null" } }],
    ["contains", { type: "array", contains: { const: 1 } }, { type: "array", contains: { const: 2 } }],
  ])("%s", (keyword, old, young) => {
    const { writers } = comparedValues(old, young);
    expect(writers).toHaveLength(1);
    expect(writers[0]).toMatch(new RegExp(`^/${keyword}: cannot be told: .*changed$`));
    expect(comparedValues(young, young)).toEqual({ writers: [], readers: [] });
  });

  test("also where a definition behind the same reference changed", () => {
    const schema = (type: string) => ({
      properties: { a: { not: { $ref: "#/definitions/b" } } },
      definitions: { b: { type } },
    });
    expect(compared(schema("string"), schema("null")).writers).toEqual([
      "/properties/a/not: cannot be told: not was changed",
    ]);
  });

  test("and where branches may exclude what would be a break", () => {
    const old = { anyOf: [{ type: "string" }, { type: "number" }] };
    expect(comparedValues(old, { type: ["string", "number"] }).writers).toEqual([
      "/type: cannot be told, but perhaps is not accepted any more: a list or true or false or null or a mapping",
    ]);
  });
});

describe("the same policy", () => {
  const categorized = (a: Schema, rest: Schema = {}) => ({
    properties: { a: { type: "object", ...a }, b: { categories: ["unrestricted"] } },
    ...rest,
  });

  test("withholds a property that gets a category, and reveals one that loses it", () => {
    const open = categorized({ categories: ["unrestricted"] });
    const personal = categorized({ categories: ["personal"] });
    expect(compared(open, personal)).toEqual({
      ...compatible,
      withheld: ["/properties/a: is withheld now unless personal is allowed"],
    });
    expect(compared(personal, open)).toEqual({
      ...compatible,
      revealed: ["/properties/a: is recorded now also where personal is not allowed"],
    });
    expect(compared(personal, personal)).toEqual(compatible);
  });

  test("is asked about the parts inside a property too, once for each change", () => {
    const part = (categories: readonly string[]) =>
      categorized({ categories: ["unrestricted"], properties: { c: { categories } } });
    expect(compared(part(["unrestricted"]), part(["code", "personal"])).withheld).toEqual([
      "/properties/a/properties/c: is withheld now unless code, personal are allowed",
    ]);
    const whole = categorized({ categories: ["personal"], properties: { c: {} } });
    const neither = categorized({ categories: ["unrestricted"], properties: { c: {} } });
    expect(compared(neither, whole).withheld).toEqual([
      "/properties/a: is withheld now unless personal is allowed",
    ]);
  });
});
