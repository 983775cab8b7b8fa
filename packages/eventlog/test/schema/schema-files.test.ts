import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { EventLog, MemoryHandler, readSchemaFile, SchemaError } from "../../src/index.js";

const folder = (name: string) => new URL(`../schemas/${name}/`, import.meta.url);

describe("a good schema file", () => {
  test.each(readdirSync(folder("good")))("%s is registered and takes its own examples", async (name) => {
    const file = new URL(name, folder("good"));
    const { $id, version, examples } = (await readSchemaFile(file)) as {
      $id: string;
      version: number | string;
      examples: object[];
    };
    const memory = new MemoryHandler();
    const log = new EventLog({ handlers: [memory], allowedSchemas: [$id] });
    await log.registerSchemaFile(file);
    for (const example of examples) log.recordEvent($id, version, example);
    expect(memory.events).toHaveLength(examples.length);
    expect(memory.events[0]?.__schema_version__).toBe(version);
  });
});

describe("a bad schema file", () => {
  test.each(
    readdirSync(folder("bad")),
  )("%s is refused with what is wrong and the file's name", async (name) => {
    const file = new URL(name, folder("bad"));
    const [, expected] = /expected"?: "?(.*?)(?:",.*)?\n/.exec(readFileSync(file, "utf8")) ?? [];
    const error = await new EventLog().registerSchemaFile(file).catch((error) => error);
    expect(error).toBeInstanceOf(SchemaError);
    expect(error.code).toBe("invalid-schema");
    expect(error.message).toContain(expected ?? "a line that says what is expected");
    expect(error.message).toContain(name);
  });

  test("that is not there is refused with its name", async () => {
    await expect(new EventLog().registerSchemaFile("no/such/file.yaml")).rejects.toThrow(
      "no/such/file.yaml: there is no such file",
    );
  });

  test("that is registered already is refused with its name and a code of its own", async () => {
    const file = new URL("good/empty.yaml", new URL("../schemas/", import.meta.url));
    const log = new EventLog();
    await log.registerSchemaFile(file);
    const error = await log.registerSchemaFile(file).catch((error) => error);
    expect(error.code).toBe("duplicate-schema");
    expect(error.message).toContain("empty.yaml: schema example.org/empty version 1 is registered already");
  });
});
