import { describe, expect, test } from "vitest";
import type { AllowedSchema } from "../../src/index.js";
import { recordOne } from "../support/record-one.js";

const open = { categories: ["unrestricted"] };
const pii = { categories: ["pii"] };

describe("a property", () => {
  const cases: [string, object, AllowedSchema, unknown][] = [
    ["unrestricted is kept", { categories: ["unrestricted"] }, {}, "x"],
    ["unrestricted by its long name is kept", { categories: ["category.jupyter.org/unrestricted"] }, {}, "x"],
    ["a single category is read as one", { category: "unrestricted" }, {}, "x"],
    ["a single category that is not allowed withholds", { category: "pii" }, {}, null],
    ["category and categories both count", { category: "pii", categories: ["unrestricted"] }, {}, null],
    ["of a category that is not allowed is withheld", pii, {}, null],
    ["of a category that is allowed is kept", pii, { allowedCategories: ["pii"] }, "x"],
    [
      "is withheld where not all are allowed",
      { categories: ["pii", "path"] },
      { allowedCategories: ["pii"] },
      null,
    ],
    ["is kept where all are", { categories: ["pii", "path"] }, { allowedCategories: ["pii", "path"] }, "x"],
    ["is kept where it is allowed by name", pii, { allowedProperties: ["value"] }, "x"],
    ["is withheld where another is allowed by name", pii, { allowedProperties: ["Value"] }, null],
    ["takes categories through $ref", { $ref: "#/definitions/pii" }, {}, null],
    ["takes categories through $ref and its own", { $ref: "#/definitions/pii", ...open }, {}, null],
    ["takes categories through a chain of $ref", { $ref: "#/definitions/chain" }, {}, null],
    ["takes categories through allOf", { allOf: [open, pii] }, {}, null],
    [
      "takes the union of anyOf",
      {
        anyOf: [
          { type: "string", ...open },
          { type: "number", ...pii },
        ],
      },
      {},
      null,
    ],
    [
      "takes the union of oneOf",
      {
        oneOf: [
          { type: "string", ...open },
          { type: "number", ...pii },
        ],
      },
      {},
      null,
    ],
    ["takes the union of if, then and else", { ...open, if: { const: "x" }, else: pii }, {}, null],
    // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
    ["takes what then says", { ...open, if: { const: "y" }, then: pii }, {}, null],
    ["takes what not says", { ...open, not: { const: "y", ...pii } }, {}, null],
  ];

  test.each(cases)("%s", (_, value, allowed, expected) => {
    const schema = {
      properties: { value, other: open },
      definitions: {
        pii,
        chain: { $ref: "#/definitions/link" },
        link: { allOf: [{ $ref: "#/definitions/pii" }] },
      },
    };
    expect(recordOne(schema, { value: "x", other: 1 }, allowed)).toEqual({ value: expected, other: 1 });
  });

  test("that the event lacks is not added", () => {
    expect(recordOne({ properties: { value: pii, other: open } }, { other: 1 })).toEqual({ other: 1 });
  });

  test("that the schema does not declare becomes null, and its key stays", () => {
    const event = { value: 1, "x@example.org": "secret", constructor: "secret" };
    expect(recordOne({ properties: { value: open } }, event)).toEqual({
      value: 1,
      "x@example.org": null,
      constructor: null,
    });
  });

  test("that the schema does not declare is not kept by its name", () => {
    const allowed = { allowedProperties: ["extra"] };
    expect(recordOne({ properties: { value: open } }, { extra: 1 }, allowed)).toEqual({ extra: null });
  });

  test("that only additionalProperties describes is not declared", () => {
    expect(recordOne({ properties: {}, additionalProperties: open }, { extra: 1 })).toEqual({ extra: null });
  });

  test("that a pattern declares is declared", () => {
    const schema = { properties: {}, patternProperties: { "^x-": open, "^x-private-": pii } };
    expect(recordOne(schema, { "x-a": 1, "x-private-a": 2, y: 3 })).toEqual({
      "x-a": 1,
      "x-private-a": null,
      y: null,
    });
  });

  test("that only a branch declares is declared", () => {
    const schema = {
      properties: { value: open },
      anyOf: [{ properties: { more: pii } }, { required: ["value"] }],
    };
    expect(recordOne(schema, { value: 1, more: 2 })).toEqual({ value: 1, more: null });
    expect(recordOne(schema, { value: 1, more: 2 }, { allowedCategories: ["pii"] })).toEqual({
      value: 1,
      more: 2,
    });
  });

  test("called __proto__ becomes null and pollutes nothing", () => {
    const event = JSON.parse('{"__proto__":{"polluted":1},"value":1}');
    const recorded = recordOne({ properties: { value: open } }, event);
    expect(JSON.stringify(recorded)).toBe('{"__proto__":null,"value":1}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe("inside a property", () => {
  const inner = { type: "object", properties: { id: pii, kind: {} } };
  const cases: [string, object, unknown, unknown][] = [
    [
      "properties",
      { ...open, properties: { id: pii, kind: open } },
      { id: 1, kind: 2 },
      { id: null, kind: 2 },
    ],
    [
      "a member without categories follows its parent",
      { ...open, properties: { kind: {} } },
      { kind: 2, z: 3 },
      { kind: 2, z: 3 },
    ],
    ["a parent that is withheld withholds all", { ...pii, properties: { kind: open } }, { kind: 2 }, null],
    [
      "several levels",
      { ...open, properties: { a: { properties: { b: { properties: { id: pii } } } } } },
      { a: { b: { id: 1, c: 2 } } },
      { a: { b: { id: null, c: 2 } } },
    ],
    [
      "items",
      { ...open, items: inner },
      [{ id: 1, kind: 2 }, { id: 3 }],
      [{ id: null, kind: 2 }, { id: null }],
    ],
    ["items that are withheld themselves", { ...open, items: pii }, ["a", "b"], [null, null]],
    ["lists in lists", { ...open, items: { items: inner } }, [[{ id: 1 }]], [[{ id: null }]]],
    [
      "items by position",
      { ...open, items: [open, pii], additionalItems: inner },
      ["a", "b", { id: 1 }],
      ["a", null, { id: null }],
    ],
    [
      "additionalProperties",
      { ...open, properties: { a: open }, additionalProperties: pii },
      { a: 1, b: 2 },
      { a: 1, b: null },
    ],
    ["patternProperties", { ...open, patternProperties: { "^p": pii } }, { a: 1, pa: 2 }, { a: 1, pa: null }],
    [
      "a pattern beside a name",
      { ...open, properties: { pa: open }, patternProperties: { "^p": pii } },
      { pa: 2 },
      { pa: null },
    ],
    [
      "a pattern with Unicode",
      { ...open, patternProperties: { "^\\p{L}+$": pii } },
      { é: 1, 1: 2 },
      { é: null, 1: 2 },
    ],
    ["$ref", { ...open, $ref: "#/definitions/inner" }, { id: 1, kind: 2 }, { id: null, kind: 2 }],
    [
      "allOf",
      { ...open, allOf: [inner, { properties: { kind: pii } }] },
      { id: 1, kind: 2 },
      { id: null, kind: null },
    ],
    [
      "anyOf, whichever holds",
      { ...open, anyOf: [inner, { properties: { kind: pii } }] },
      { id: 1, kind: 2 },
      { id: null, kind: null },
    ],
    ["oneOf, whichever holds", { ...open, oneOf: [{ required: ["a"] }, inner] }, { id: 1 }, { id: null }],
    ["if, then, else", { ...open, if: { required: ["a"] }, else: inner }, { id: 1 }, { id: null }],
    ["contains", { ...open, contains: inner }, [{ id: 1 }], [{ id: null }]],
    ["dependencies", { ...open, dependencies: { kind: inner } }, { id: 1, kind: 2 }, { id: null, kind: 2 }],
    [
      "a schema within itself",
      { ...open, $ref: "#/definitions/tree" },
      { id: 1, next: [{ id: 2, next: [{ id: 3, x: 4 }] }] },
      { id: null, next: [{ id: null, next: [{ id: null, x: 4 }] }] },
    ],
    [
      "a place that a pointer alone reaches",
      { ...open, $ref: "#/components/inner" },
      { id: 1, kind: 2 },
      { id: null, kind: 2 },
    ],
    [
      "two references to each other",
      { ...open, $ref: "#/definitions/ping" },
      { pong: { ping: { pong: { id: 1 } } } },
      { pong: { ping: { pong: { id: null } } } },
    ],
    [
      "names that objects inherit",
      { ...open, properties: { constructor: pii } },
      { constructor: 1, toString: 2 },
      { constructor: null, toString: 2 },
    ],
    [
      "a key called __proto__",
      { ...open, additionalProperties: pii },
      JSON.parse('{"__proto__":1}'),
      JSON.parse('{"__proto__":null}'),
    ],
    ["values that have no inside", { ...open, properties: { id: pii } }, "text", "text"],
  ];

  test.each(cases)("%s", (_, value, given, expected) => {
    const schema = {
      properties: { value },
      definitions: {
        inner,
        tree: { properties: { id: pii, next: { items: { $ref: "#/definitions/tree" } } } },
        ping: { properties: { pong: { $ref: "#/definitions/pong" } } },
        pong: { properties: { ping: { $ref: "#/definitions/ping" }, id: pii } },
      },
      components: { inner },
    };
    expect(recordOne(schema, { value: given })).toStrictEqual({ value: expected });
    expect(recordOne(schema, { value: given }, { allowedProperties: ["value"] })).toStrictEqual({
      value: given,
    });
    expect(recordOne(schema, { value: given }, { allowedCategories: ["pii"] })).toStrictEqual({
      value: given,
    });
  });
});

describe("a schema without categories", () => {
  test("is recorded whole", () => {
    const event = { a: { b: [1, { c: 2 }] }, d: "x" };
    expect(recordOne({ properties: { a: {}, d: {} } }, event)).toEqual(event);
  });

  test("still withholds what it does not declare", () => {
    expect(recordOne({ properties: { a: {} } }, { a: 1, b: 2 })).toEqual({ a: 1, b: null });
  });
});

test("prefixItems is no keyword in draft-07, so that items counts for the first elements too", () => {
  const list = { ...open, prefixItems: [open], items: pii };
  expect(recordOne({ properties: { list } }, { list: [1, 2] })).toMatchObject({ list: [null, null] });
});
