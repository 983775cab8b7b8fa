import { describe, expect, test } from "vitest";
import { recordOne } from "../support/record-one.js";

const open = { categories: ["unrestricted"] };
const pii = { categories: ["pii"] };

describe("in 2020-12", () => {
  const draft = { $schema: "https://json-schema.org/draft/2020-12/schema" };
  const cases: [string, object, unknown, unknown][] = [
    [
      "prefixItems, and items for the rest",
      { ...open, prefixItems: [open, pii], items: { properties: { id: pii } } },
      ["a", "b", { id: 1 }],
      ["a", null, { id: null }],
    ],
    ["$anchor", { ...open, items: { $ref: "#secret" } }, [1], [null]],
    ["$dynamicRef", { ...open, items: { $dynamicRef: "#node" } }, [{ id: 1 }], [{ id: null }]],
    ["an $id within", { ...open, items: { $ref: "https://example.org/part" } }, [{ id: 1 }], [{ id: null }]],
    ["an anchor within an $id", { ...open, items: { $ref: "https://example.org/part#deep" } }, [1], [null]],
    [
      "unevaluatedProperties",
      { ...open, properties: { a: {} }, unevaluatedProperties: pii },
      { b: 1 },
      { b: null },
    ],
    ["unevaluatedItems", { ...open, prefixItems: [{}], unevaluatedItems: pii }, [1, 2], [null, null]],
    [
      "dependentSchemas",
      { ...open, dependentSchemas: { a: { properties: { b: pii } } } },
      { a: 1, b: 2 },
      { a: 1, b: null },
    ],
  ];

  test.each(cases)("%s", (_, value, given, expected) => {
    const schema = {
      ...draft,
      properties: { value },
      $defs: {
        secret: { $anchor: "secret", ...pii },
        node: { $dynamicAnchor: "node", properties: { id: pii } },
        part: {
          $id: "https://example.org/part",
          properties: { id: pii },
          $defs: { deep: { $anchor: "deep", ...pii } },
        },
      },
    };
    expect(recordOne(schema, { value: given })).toStrictEqual({ value: expected });
  });
});
