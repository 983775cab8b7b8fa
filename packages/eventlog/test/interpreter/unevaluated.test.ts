import { expect, test } from "vitest";
import { interpretSchema } from "../../src/interpret-schema.js";

// Ajv is mistaken about some of these, so that JSON Schema itself is the measure.
const cases: [name: string, schema: object, value: unknown, expected: string[]][] = [
  ["what properties look at", { properties: { a: {} } }, { a: 1, b: 1 }, ["b"]],
  ["what patterns look at", { patternProperties: { "^a": {} } }, { a1: 1, b: 1 }, ["b"]],
  ["what additionalProperties look at", { additionalProperties: true }, { a: 1 }, []],
  [
    "what a reference looks at",
    { $ref: "#/$defs/a", $defs: { a: { properties: { a: {} } } } },
    { a: 1, b: 1 },
    ["b"],
  ],
  [
    "what all parts look at",
    { allOf: [{ properties: { a: {} } }, { properties: { b: {} } }] },
    { a: 1, b: 1, c: 1 },
    ["c"],
  ],
  [
    "what the branches look at that hold",
    { anyOf: [{ properties: { a: {} } }, { properties: { b: {} }, required: ["c"] }] },
    { a: 1, b: 1 },
    ["b"],
  ],
  [
    "what the one branch looks at",
    {
      oneOf: [
        { properties: { a: { const: 1 } }, required: ["a"] },
        { properties: { b: {} }, required: ["b"] },
      ],
    },
    { a: 1 },
    [],
  ],
  ["not what a negation looks at", { not: { properties: { a: {} }, required: ["b"] } }, { a: 1 }, ["a"]],
  ["what a condition looks at that holds", { if: { properties: { a: {} } } }, { a: 1, b: 1 }, ["b"]],
  [
    "not the branch that is not taken",
    // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
    { if: { required: ["z"] }, then: { properties: { a: {} } } },
    { a: 1 },
    ["a"],
  ],
  [
    "what depends on a name that is there",
    { dependentSchemas: { a: { properties: { a: {}, b: {} } } } },
    { a: 1, b: 1 },
    [],
  ],
  [
    "not what a part inside looks at",
    { properties: { a: { properties: { b: {} } } } },
    { a: {}, b: 1 },
    ["b"],
  ],
  [
    "names that every object inherits",
    {},
    JSON.parse('{"constructor": 1, "__proto__": 2}'),
    ["constructor", "__proto__"],
  ],
];

test.each(cases)("unevaluatedProperties leaves out %s", (_name, schema, value, expected) => {
  const $schema = "https://json-schema.org/draft/2020-12/schema";
  const faults = interpretSchema({ $schema, ...schema, unevaluatedProperties: false })(value);
  expect(faults.map(({ params }) => params.unevaluatedProperty)).toEqual(expected);
});

test.each([
  ["what a tuple looks at", { prefixItems: [{}, {}] }, [1, 2, 3], [2]],
  ["what a tuple looks at, however short the list", { prefixItems: [{}, {}] }, [1], []],
  ["what items look at", { items: {} }, [1, 2], []],
  ["what contains finds", { contains: { const: 2 } }, [1, 2], [0]],
  [
    "what a branch looks at",
    { anyOf: [{ prefixItems: [{ const: 2 }] }, { prefixItems: [{ const: 1 }] }] },
    [1, 2],
    [1],
  ],
])("unevaluatedItems leaves out %s", (_name, schema, value, expected) => {
  const $schema = "https://json-schema.org/draft/2020-12/schema";
  const faults = interpretSchema({ $schema, ...schema, unevaluatedItems: false })(value);
  expect(faults.map(({ params }) => params.limit)).toEqual(expected);
});

test("a dynamic reference means the outermost anchor", () => {
  const check = interpretSchema({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "http://example.org/strict",
    $dynamicAnchor: "node",
    $ref: "http://example.org/tree",
    unevaluatedProperties: false,
    $defs: {
      tree: {
        $id: "http://example.org/tree",
        $dynamicAnchor: "node",
        properties: { children: { items: { $dynamicRef: "#node" } } },
      },
    },
  });
  expect(check({ children: [{ children: [] }] })).toEqual([]);
  const [first] = check({ children: [{ child: [] }] });
  expect(first?.instancePath).toBe("/children/0");
});
