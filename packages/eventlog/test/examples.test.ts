import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as library from "../src/index.js";
import { toTimestamp } from "../src/timestamp.js";
import { readLines } from "./support/lines.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";

/** The code under `@example` in the first doc comment of a source file that has one. */
function exampleOf(file: string): string {
  const source = readFileSync(new URL(`../src/${file}`, import.meta.url), "utf8");
  const [, example] = /\* @example\n((?: +\*(?: .*)?\n)+?) +\*(?:\/| @|\n)/.exec(source) ?? [];
  if (example === undefined) throw new Error(`${file} has no @example`);
  return example.replaceAll(/^ +\* ?/gm, "");
}

/** Runs an example in a folder of its own, with what the library exports at hand. */
function run(file: string, result: string, directory = temporaryFolder()): unknown {
  class EventLog extends library.EventLog {
    constructor(options: library.EventLogOptions) {
      super({ directory, ...options });
    }
  }
  const names = { ...library, EventLog, toTimestamp };
  const code = exampleOf(file)
    .replace("export default class", "return class")
    .replace(" implements Handler", "");
  return new Function(...Object.keys(names), `${code}\n${result}`)(...Object.values(names));
}

describe("the example of", () => {
  test("EventLog records what it says", () => {
    expect(run("event-log.ts", "return memory.events")).toMatchObject([
      { __schema__: "example.org/door", open: true },
    ]);
  });

  test("FileHandler makes its file", async () => {
    const folder = temporaryFolder();
    run("handlers/file-handler.ts", "", folder);
    expect(readLines(`${folder}/event.log`)).toEqual([]);
  });

  test.each(["stream", "memory", "null"])("the %s handler runs", (name) => {
    run(`handlers/${name}-handler.ts`, "");
  });

  test("Handler makes a handler", () => {
    const CountingHandler = run("handler.ts", "") as new () => library.Handler & { count: number };
    const handler = new CountingHandler();
    const log = new library.EventLog({ handlers: [handler], allowedSchemas: ["a"] });
    log.registerSchema({ $id: "a", version: 1, properties: {} });
    log.recordEvent("a", 1, {});
    expect(handler.count).toBe(1);
  });

  test("toTimestamp gives what it says", () => {
    const [, expression, expected] = /(.*); \/\/ "(.*)"/.exec(exampleOf("timestamp.ts")) ?? [];
    expect(new Function("toTimestamp", `return ${expression}`)(toTimestamp)).toBe(expected);
  });

  test.each(["system-errors.ts", "schema/event-place.ts"])("%s gives what it says", (file) => {
    const [, before = "", expression, expected] =
      /^([\s\S]*?\n)?(.*); \/\/ (.*)$/m.exec(exampleOf(file).trim()) ?? [];
    const code = `${before}return [${expression}, ${expected}]`;
    const [given, said] = new Function(...Object.keys(library), code)(...Object.values(library));
    expect(given).toEqual(said);
  });
});
