import { describe, expect, test } from "vitest";
import { EventLog, MemoryHandler, SchemaError, UnknownSchemaError } from "../../src/index.js";

const door = (version: unknown, more: object = {}) => ({
  $id: "example.org/door",
  version,
  properties: { open: { type: "boolean" } },
  ...more,
});

describe("versions", () => {
  test("live side by side, each with its own rules", () => {
    const memory = new MemoryHandler();
    const log = new EventLog({ handlers: [memory], allowedSchemas: ["example.org/door"] });
    log.registerSchema(door(1));
    log.registerSchema(door(2, { properties: { open: { type: "string" } } }));
    log.recordEvent("example.org/door", 1, { open: true });
    log.recordEvent("example.org/door", 2, { open: "ajar" });
    expect(() => log.recordEvent("example.org/door", 1, { open: "ajar" })).toThrow("must be boolean");
    expect(memory.events.map((event) => event.__schema_version__)).toEqual([1, 2]);
  });

  test.each([
    [1, "1"],
    ["1", 1],
    [1.5, "1.5"],
  ])("%j and %j are the same, and recorded as the schema has it", (registered, asked) => {
    const memory = new MemoryHandler();
    const log = new EventLog({ handlers: [memory], allowedSchemas: ["example.org/door"] });
    log.registerSchema(door(registered));
    expect(() => log.registerSchema(door(asked))).toThrow(
      "is registered already; a changed schema needs a new version",
    );
    log.recordEvent("example.org/door", asked, {});
    expect(memory.events[0]?.__schema_version__).toBe(registered);
  });
});

describe("what is not registered", () => {
  test("is named, and so are the versions that are", () => {
    const log = new EventLog();
    log.registerSchema(door(1));
    log.registerSchema(door("2"));
    const record = (schema: string, version: number) => () => log.recordEvent(schema, version, {});
    expect(record("example.org/window", 1)).toThrow("schema example.org/window is not registered");
    expect(record("example.org/door", 3)).toThrow(
      "schema example.org/door has no version 3 (registered: 1, 2)",
    );
    expect(record("example.org/door", 3)).toThrow(UnknownSchemaError);
  });

  test.each(["__proto__", "constructor", "toString"])("is not found where it is called %s", (name) => {
    const log = new EventLog();
    log.registerSchema(door(1));
    expect(() => log.recordEvent(name, 1, {})).toThrow(UnknownSchemaError);
    expect(() => log.recordEvent("example.org/door", name, {})).toThrow(UnknownSchemaError);
  });

  test("is not repeated at length", () => {
    const error = (() => {
      try {
        new EventLog().recordEvent("x".repeat(10_000), 1, {});
      } catch (error) {
        return error as Error;
      }
    })();
    expect(error?.message.length).toBeLessThan(300);
  });
});

describe("a registered schema", () => {
  test("does not change with the object it came from", () => {
    const log = new EventLog({ handlers: [new MemoryHandler()], allowedSchemas: ["example.org/door"] });
    const schema = door(1);
    log.registerSchema(schema);
    schema.properties.open.type = "string";
    expect(() => log.recordEvent("example.org/door", 1, { open: "ajar" })).toThrow("must be boolean");
    expect(log.schemas).toEqual([door(1)]);
  });

  test.each([
    ["a function", door(1, { default: () => 1 }), "a schema holds a function, which JSON cannot carry"],
    ["null", null, "a schema must be an object"],
    ["a text", "door", "a schema must be an object"],
  ])("cannot be made of %s", (_, schema, message) => {
    expect(() => new EventLog().registerSchema(schema as object)).toThrow(message);
    expect(() => new EventLog().registerSchema(schema as object)).toThrow(SchemaError);
  });

  test("finds its own parts, not those of another of the same name", () => {
    const log = new EventLog({ handlers: [new MemoryHandler()], allowedSchemas: ["a", "b"] });
    const withPart = ($id: string, type: string) => ({
      $id,
      version: 1,
      properties: { value: { $ref: "part" } },
      definitions: { part: { $id: "part", type } },
    });
    log.registerSchema(withPart("a", "string"));
    log.registerSchema(withPart("b", "number"));
    log.recordEvent("a", 1, { value: "text" });
    log.recordEvent("b", 1, { value: 1 });
    expect(() => log.recordEvent("b", 1, { value: "text" })).toThrow("must be number");
  });
});

test("schemas are listed in the order of their ids", () => {
  const log = new EventLog();
  for (const $id of ["b", "c", "a"]) log.registerSchema({ $id, version: 1, properties: {} });
  expect(log.describeSchemas().map(({ schema }) => schema)).toEqual(["a", "b", "c"]);
});
