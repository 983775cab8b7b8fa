import { expect, test } from "vitest";
import { EventLog, EventLogError, MemoryHandler } from "../../src/index.js";
import { normalizeAllowedSchemas } from "../../src/policy/allowed-schemas.js";

const nothing = { allowedCategories: [], allowedProperties: [] };

test.each<[string, unknown, [string, object][]]>([
  [
    "a list of ids",
    ["a", "b"],
    [
      ["a", nothing],
      ["b", nothing],
    ],
  ],
  ["a mapping", { a: { allowedCategories: ["pii"] } }, [["a", { ...nothing, allowedCategories: ["pii"] }]]],
  ["null for nothing more", { a: null }, [["a", nothing]]],
  ["an id called __proto__", JSON.parse('{"__proto__":null}'), [["__proto__", nothing]]],
  [
    "a Map",
    new Map([["a", { allowedCategories: ["pii"] }]]),
    [["a", { ...nothing, allowedCategories: ["pii"] }]],
  ],
  ["none", [], []],
])("%s is taken", (_, allowed, expected) => {
  expect([...normalizeAllowedSchemas(allowed as [])]).toEqual(expected);
});

test.each<[string, unknown, string]>([
  ["a text", "a", "allowedSchemas must be a list of schema ids, or a mapping from ids"],
  ["null", null, "allowedSchemas must be a list of schema ids"],
  ["a list with a number", [1], "allowedSchemas must be a list of names"],
  ["a list with an empty name", [""], "allowedSchemas must be a list of names"],
  ["a Map with true", new Map([["a", true]]), 'allowedSchemas["a"] must be a mapping'],
  ["a Map with a number for an id", new Map([[1, null]]), "allowedSchemas must be a mapping from ids"],
  ["true", { a: true }, 'allowedSchemas["a"] must be a mapping'],
  ["a list in a mapping", { a: ["pii"] }, 'allowedSchemas["a"] must be a mapping'],
  [
    "another key",
    { a: { categories: [] } },
    'allowedSchemas["a"] has the unknown key "categories"; it takes allowedCategories and allowedProperties',
  ],
  [
    "a single category",
    { a: { allowedCategories: "pii" } },
    'allowedSchemas["a"].allowedCategories must be a list of names',
  ],
  [
    "a number as property",
    { a: { allowedProperties: [1] } },
    'allowedSchemas["a"].allowedProperties must be a list of names',
  ],
])("%s is refused, naming the place", (_, allowed, message) => {
  expect(() => normalizeAllowedSchemas(allowed as [])).toThrow(message);
  expect(() => normalizeAllowedSchemas(allowed as [])).toThrow(EventLogError);
});

test("a policy that is set while the log runs holds from the next event on", () => {
  const memory = new MemoryHandler();
  const log = new EventLog({ handlers: [memory] });
  log.registerSchema({ $id: "a", version: 1, properties: { value: { categories: ["pii"] } } });
  expect(log.recordEvent("a", 1, { value: 1 })).toBeUndefined();
  log.allowedSchemas = ["a"];
  log.recordEvent("a", 1, { value: 2 });
  log.allowedSchemas = { a: { allowedCategories: ["pii"] } };
  log.recordEvent("a", 1, { value: 3 });
  const { allowedSchemas } = log;
  log.allowedSchemas = [];
  expect(log.recordEvent("a", 1, { value: 4 })).toBeUndefined();
  log.allowedSchemas = allowedSchemas;
  log.recordEvent("a", 1, { value: 5 });
  expect(memory.events.map(({ value }) => value)).toEqual([null, 3, 5]);
});

test("a policy that is wrong leaves the old one in force", () => {
  const log = new EventLog({ allowedSchemas: ["a"] });
  expect(() => {
    log.allowedSchemas = { a: { categories: [] } } as never;
  }).toThrow(EventLogError);
  expect([...log.allowedSchemas.keys()]).toEqual(["a"]);
});

test("a log keeps a copy of its own, and takes back what it gave", () => {
  const allowed = new Map([["a", { allowedCategories: ["pii"], allowedProperties: [] }]]);
  const log = new EventLog();
  log.allowedSchemas = allowed;
  allowed.clear();
  expect([...log.allowedSchemas.keys()]).toEqual(["a"]);
  const { allowedSchemas } = log;
  log.allowedSchemas = allowedSchemas;
  expect([...log.allowedSchemas.keys()]).toEqual(["a"]);
  expect(() => (log.allowedSchemas = new Map([["a", { allowed: [] }]]) as never)).toThrow("unknown key");
});
