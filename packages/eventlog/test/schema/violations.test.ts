import { expect, test } from "vitest";
import { EventLog, type InvalidEventError, MemoryHandler } from "../../src/index.js";

const secret = "0176-555-0199";

const schema = {
  $id: "example.org/form",
  version: 1,
  properties: {
    action: { enum: ["open", "close"] },
    constant: { const: "x" },
    count: { type: "integer", minimum: 3 },
    mail: { type: "string", format: "email" },
    tags: { type: "array", items: { type: "string", maxLength: 3 }, uniqueItems: true },
    map: { type: "object", additionalProperties: { type: "number" } },
    named: { propertyNames: { pattern: "^[a-z]+$" } },
    closed: { type: "object", properties: { "a/b~c": { type: "number" } }, additionalProperties: false },
    either: { oneOf: [{ type: "string" }, { type: "number" }] },
  },
  required: ["action"],
};

function violationsOf(event: object): InvalidEventError {
  const log = new EventLog({ handlers: [new MemoryHandler()], allowedSchemas: [schema.$id] });
  log.registerSchema(schema);
  try {
    log.recordEvent(schema.$id, 1, event);
  } catch (error) {
    return error as InvalidEventError;
  }
  throw new Error("the event was accepted");
}

const cases: [string, object, { path: string; keyword: string; message?: string }][] = [
  [
    "a missing property",
    {},
    { path: "", keyword: "required", message: "must have required property 'action'" },
  ],
  ["an enum", { action: secret }, { path: "/action", keyword: "enum" }],
  ["a const", { action: "open", constant: secret }, { path: "/constant", keyword: "const" }],
  [
    "a type",
    { action: "open", count: secret },
    { path: "/count", keyword: "type", message: "must be integer" },
  ],
  [
    "a minimum",
    { action: "open", count: 1 },
    { path: "/count", keyword: "minimum", message: "must be >= 3" },
  ],
  ["a format", { action: "open", mail: secret }, { path: "/mail", keyword: "format" }],
  ["an array item", { action: "open", tags: ["a", secret] }, { path: "/tags/1", keyword: "maxLength" }],
  ["equal items", { action: "open", tags: ["a", "a"] }, { path: "/tags", keyword: "uniqueItems" }],
  [
    "a key that is not declared",
    { action: "open", map: { [secret]: "x" } },
    { path: "/map/*", keyword: "type" },
  ],
  [
    "a key that looks like an index",
    { action: "open", map: { 5550199: "x" } },
    { path: "/map/*", keyword: "type" },
  ],
  ["a key with slashes", { action: "open", map: { "a/b": "x" } }, { path: "/map/*", keyword: "type" }],
  ["a wrong name", { action: "open", named: { [secret]: 1 } }, { path: "/named", keyword: "pattern" }],
  [
    "a declared name with slashes",
    { action: "open", closed: { "a/b~c": "x" } },
    { path: "/closed/a~1b~0c", keyword: "type" },
  ],
  [
    "a property too many",
    { action: "open", closed: { [secret]: 1 } },
    { path: "/closed", keyword: "additionalProperties" },
  ],
  ["no branch", { action: "open", either: { [secret]: 1 } }, { path: "/either", keyword: "type" }],
];

test.each(cases)("%s is told of without the value", (_, event, expected) => {
  const error = violationsOf(event);
  expect(error.errors[0]).toMatchObject(expected);
  expect(`${error.message} ${JSON.stringify(error.errors)} ${error.stack}`).not.toMatch(/0199/);
});

test("all are told of, up to a sensible number", () => {
  const error = violationsOf({ action: "x", count: "x", tags: Array(100).fill(1) });
  expect(error.errors).toHaveLength(20);
  expect(error.errors.slice(0, 2).map(({ path }) => path)).toEqual(["/action", "/count"]);
});

test("the message names the schema and the first place", () => {
  expect(violationsOf({ action: "open", count: "x" }).message).toBe(
    "event of example.org/form version 1 is not valid: /count must be integer",
  );
});

test.each([
  "__timestamp__",
  "__schema__",
  "__schema_version__",
  "__metadata_version__",
])("an event's own %s is refused: the log writes it", (name) => {
  expect(violationsOf({ action: "open", [name]: secret }).errors).toEqual([
    { path: `/${name}`, keyword: "reserved", message: "is written by the log itself; leave it out" },
  ]);
});
