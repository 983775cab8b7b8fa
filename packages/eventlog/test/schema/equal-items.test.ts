import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { EventLog, InvalidEventError, MemoryHandler } from "../../src/index.js";

const schema = {
  $id: "example.org/list",
  version: 1,
  properties: { list: { type: "array", uniqueItems: true } },
};

function recorded(list: unknown[]) {
  const log = new EventLog({ handlers: [new MemoryHandler()], allowedSchemas: [schema.$id] });
  log.registerSchema(schema);
  try {
    return log.recordEvent(schema.$id, 1, { list })?.list;
  } catch (error) {
    if (error instanceof InvalidEventError) return error.errors;
    throw error;
  }
}

const ajv = new Ajv({ strict: false }).compile({ uniqueItems: true });

test.each([
  [[]],
  [[1, "1", true, "true", null, "null", [1], ["1"], {}, []]],
  [[1, 2, 1, 3, 2]],
  [["a", "b", "a", "a"]],
  [[0, -0]],
  [[{ a: 1, b: 2 }, { c: 3 }, { b: 2, a: 1 }]],
  [[{ a: 1 }, { a: "1" }]],
  [
    [
      [1, [2]],
      [1, [2]],
    ],
  ],
  [[{ a: { b: [] } }, { a: { b: {} } }]],
  [["{}", {}]],
  [[null, null]],
])("says what Ajv's own rule says: %j", (list) => {
  const own = ajv(list)
    ? list
    : [expect.objectContaining({ path: "/list", message: ajv.errors?.[0]?.message })];
  expect(recorded(list)).toEqual(own);
});

test.each([
  [
    "objects that look as if they could be compared otherwise",
    [{ toString: 1 }, { valueOf: 1 }, { constructor: 1 }],
  ],
  ["keys of the prototype", [JSON.parse('{"__proto__": 1}'), {}, JSON.parse('{"__proto__": 2}')]],
])("knows apart %s", (_name, list) => {
  expect(recorded(list)).toEqual(list);
});

// Each took minutes: what all items are compared with is as long as the list itself.
test.each([
  ["numbers", (index: number) => index],
  ["objects", (index: number) => ({ index })],
] as const)("does not compare each item with each other (%s)", (_name, make) => {
  expect(recorded(Array.from({ length: 150_000 }, (_, index) => make(index)))).toHaveLength(150_000);
});

test("a schema may list many values", () => {
  const values = Array.from({ length: 150_000 }, (_, index) => `value ${index}`);
  new EventLog().registerSchema({
    $id: "example.org/many",
    version: 1,
    properties: { one: { enum: values } },
  });
});
