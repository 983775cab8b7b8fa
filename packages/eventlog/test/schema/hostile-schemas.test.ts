import { Socket } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { EventLog, type InvalidEventError, MemoryHandler, SchemaError } from "../../src/index.js";
import { maximumWork, work } from "../../src/work.js";

const id = "example.org/hostile";
const schemaOf = (more: object) => ({ $id: id, version: 1, properties: {}, ...more });

function logWith(more: object): EventLog {
  const log = new EventLog({ handlers: [new MemoryHandler()], allowedSchemas: [id] });
  log.registerSchema(schemaOf(more));
  return log;
}

function violationsOf(log: EventLog, event: object) {
  try {
    log.recordEvent(id, 1, event);
    return [];
  } catch (error) {
    return (error as InvalidEventError).errors.map(({ path, keyword }) => `${path} ${keyword}`);
  }
}

/** So many schemas, each of which refers twice to the next. */
const doubling = (count: number, make: (next: object) => object) => ({
  ...Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`d${index}`, make({ $ref: `#/definitions/d${index + 1}` })]),
  ),
  [`d${count}`]: {},
});

const deep = (levels: number): object => (levels === 0 ? {} : { properties: { a: deep(levels - 1) } });

describe("is refused when it is registered, with a reason", () => {
  const refs = (definitions: object) => ({ allOf: [{ $ref: "#/definitions/a" }], definitions });
  test.each([
    [
      "references in a circle",
      refs({ a: { $ref: "#/definitions/b" }, b: { $ref: "#/definitions/a" } }),
      "leads back to itself",
    ],
    ["a reference to itself", refs({ a: { allOf: [{ $ref: "#/definitions/a" }] } }), "leads back to itself"],
    [
      "a circle through a branch",
      refs({ a: { anyOf: [{ not: { $ref: "#/definitions/a" } }] } }),
      "leads back to itself",
    ],
    [
      "a circle nobody refers to",
      { definitions: { a: { $ref: "#/definitions/a" } } },
      "leads back to itself",
    ],
    [
      "references that multiply",
      {
        allOf: [{ $ref: "#/definitions/d0" }],
        definitions: doubling(40, (next) => ({ allOf: [next, next] })),
      },
      "look at one value|looks at one value more than",
    ],
    [
      "a remote reference",
      { properties: { a: { $ref: "https://elsewhere.example/a.json" } } },
      "nothing is fetched",
    ],
    ["a thousand levels", deep(1000), "nested deeper than 100 levels"],
    [
      "a backreference",
      { properties: { a: { properties: { "b/c": { pattern: "^(a+)\\1$" } } } } },
      "version 1: /properties/a/properties/b~1c/pattern has a backreference",
    ],
    [
      "a backreference in a name",
      { patternProperties: { "(a+)\\1": {} } },
      "version 1: /patternProperties/(a+)\\1 has a backreference",
    ],
    [
      "one for names",
      { propertyNames: { pattern: "(a)\\1+" } },
      "version 1: /propertyNames/pattern has a backreference",
    ],
    [
      "one where only a reference leads",
      { properties: { a: { $ref: "#/texts/a" } }, texts: { a: { pattern: "(a)\\1+" } } },
      "version 1: /texts/a/pattern has a backreference",
    ],
    [
      "what is no schema where only a reference leads",
      { properties: { a: { $ref: "#/texts/a" } }, texts: { a: { minLength: "1" } } },
      "it is not a valid JSON Schema: /texts/a/minLength must be a whole number",
    ],
    [
      "one in a definition",
      { definitions: { a: { pattern: "(a)\\1+" } } },
      "version 1: /definitions/a/pattern has a backreference",
    ],
    ["repetitions that multiply", { properties: { a: { pattern: "((a{1000}){1000})*" } } }, "is too large"],
    [
      "a list of a thousand parts for one value",
      { properties: { a: { allOf: Array(1001).fill({ type: "string" }) } } },
      "more than 1000 of its parts look at one value",
    ],
  ])("%s", (_name, more, message) => {
    const register = () => new EventLog().registerSchema(schemaOf(more));
    expect(register).toThrow(SchemaError);
    const [first, ...others] = message.split("|");
    expect(register).toThrow(others.length === 0 ? first! : new RegExp(message));
  });

  test("where it combines parts in more ways than there is memory", () => {
    // What a name means depends on the last twenty names: each of 2^20 combinations is a place of its own.
    const names = Array.from({ length: 20 }, (_, index) => [
      `^.{${index}}x`,
      { $ref: `#/definitions/s${index}` },
    ]);
    const definitions = Object.fromEntries(
      names.map((_, index) => [
        `s${index}`,
        {
          properties: {
            a: { $ref: `#/definitions/s${(index + 1) % 20}` },
            b: { anyOf: [{ $ref: "#/definitions/s0" }, { $ref: `#/definitions/s${(index + 1) % 20}` }] },
          },
        },
      ]),
    );
    const register = () =>
      new EventLog().registerSchema(
        schemaOf({ properties: { a: { $ref: "#/definitions/s0" } }, definitions }),
      );
    expect(register).toThrow("different places of an event");
  });
});

describe("an event costs bounded work", () => {
  test.each([
    ["pattern", { properties: { text: { pattern: "^(a+)+$" } } }, "/text pattern"],
    ["propertyNames", { propertyNames: { pattern: "^(te?x?t?)+$" } }, " pattern"],
    [
      "a definition",
      { properties: { text: { $ref: "#/definitions/a" } }, definitions: { a: { pattern: "^(a+)+$" } } },
      "/text pattern",
    ],
    ["a format", { properties: { text: { format: "url" } } }, "/text format"],
  ])("in a catastrophic pattern: %s", (_name, more, expected) => {
    const text = `${"a".repeat(100_000)}!`;
    const event = expected === " pattern" ? { [text]: 1 } : { text };
    expect(violationsOf(logWith(more), event)).toContain(expected);
  });

  test("in patternProperties", () => {
    const log = logWith({ patternProperties: { "^(a+)+$": { type: "string" } } });
    expect(log.recordEvent(id, 1, { [`${"a".repeat(100_000)}!`]: 1 })).toBeDefined();
    expect(violationsOf(log, { aaa: 1 })).toEqual(["/* type"]);
  });

  test("where a pattern has more under way than can be remembered", () => {
    const log = logWith({ properties: { text: { pattern: "(a|b)*a(a|b){2000}c" } } });
    const text = Array.from({ length: 200_000 }, (_, index) => "ab"[((index * index) % 7) & 1]).join("");
    expect(violationsOf(log, { text })).toEqual([" effort"]);
  });

  test("where a schema refers to itself in more than one way", () => {
    const tree = {
      properties: { a: { allOf: [{ $ref: "#/definitions/tree" }, { $ref: "#/definitions/tree" }] } },
    };
    const log = logWith({ properties: { tree: { $ref: "#/definitions/tree" } }, definitions: { tree } });
    let event: object = {};
    for (let level = 0; level < 60; level++) event = { a: event };
    const spent = vi.spyOn(work, "spend");
    expect(violationsOf(log, { tree: event })).toEqual([" effort"]);
    // The whole of what the process was busy with: once to check, and once more before it was said why.
    const steps = spent.mock.calls.reduce((sum, [count]) => sum + count, 0);
    spent.mockRestore();
    expect(steps).toBeLessThan(3 * maximumWork);
    expect(violationsOf(log, { tree: { a: { a: { a: {} } } } })).toEqual([]);
  });

  test("in a list of a megabyte against a list of a megabyte", () => {
    const values = Array.from({ length: 100_000 }, (_, index) => `value ${index}`);
    const log = logWith({ properties: { all: { items: { enum: values } } } });
    expect(violationsOf(log, { all: values })).toEqual([]);
    expect(violationsOf(log, { all: [...values, "another"] })).toEqual(["/all/100000 enum"]);
  });

  test("in lists of objects that are all to be different, or to contain one", () => {
    const rules = {
      uniqueItems: true,
      contains: { const: { last: true } },
      items: { anyOf: [{ required: ["a"] }, {}] },
    };
    const log = logWith({ properties: { all: rules } });
    const items = Array.from({ length: 50_000 }, (_, index) => ({ index }));
    expect(violationsOf(log, { all: [...items, { last: true }] })).toEqual([]);
  });
});

describe("nothing is fetched", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each(["$ref", "$dynamicRef", "$schema"])("for a %s", (keyword) => {
    const connect = vi.spyOn(Socket.prototype, "connect");
    const more = { properties: { a: { [keyword]: "http://127.0.0.1:9/schema.json" } } };
    const top = keyword === "$schema" ? { $schema: "http://127.0.0.1:9/schema.json" } : {};
    expect(() =>
      new EventLog().registerSchema(schemaOf({ ...more, ...top, ...dialectFor(keyword) })),
    ).toThrow(SchemaError);
    expect(connect).not.toHaveBeenCalled();
  });
});

const dialectFor = (keyword: string) =>
  keyword === "$dynamicRef" ? { $schema: "https://json-schema.org/draft/2020-12/schema" } : {};
