import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import {
  FileHandler,
  type HandlerClass,
  HTTPHandler,
  MemoryHandler,
  NullHandler,
  SpooledHandler,
  StreamHandler,
  SysLogHandler,
  spoolOptionsSchema,
  RotatingFileHandler,
  TimedRotatingFileHandler,
} from "../../src/index.js";

const pages = new URL("../../../../docs/handlers/", import.meta.url);
const page = (name: string) => readFileSync(new URL(`${name}.md`, pages), "utf8");
const sources = readdirSync(new URL("../../src/handlers/", import.meta.url))
  .filter((name) => name.endsWith("-handler.ts"))
  .map((name) => name.replace("-handler.ts", ""));

const classes: Record<string, HandlerClass> = {
  file: FileHandler,
  http: HTTPHandler,
  memory: MemoryHandler,
  null: NullHandler,
  "rotating-file": RotatingFileHandler,
  stream: StreamHandler,
  syslog: SysLogHandler,
  "timed-rotating-file": TimedRotatingFileHandler,
};

test("every handler of the library has a class to look at here", () => {
  expect(Object.keys(classes)).toEqual(sources);
});

describe.each([...sources, "custom"])("the page of the %s handler", (name) => {
  test("has the parts that all have, in their order", () => {
    const headings = [...page(name).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      "Options",
      "Configuration",
      "In a program",
      "What it promises",
      "When its messages appear",
    ]);
  });

  test("shows a configuration that names the class", () => {
    const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(page(name)) ?? [];
    const [handler] = parse(yaml).EventLog.handlers;
    expect(handler.class).toBe(classes[name]?.name ?? "./my-handler.js");
  });
});

describe.each(Object.entries(classes))("the page of the %s handler", (name, Class) => {
  test("lists the options that its class takes", () => {
    const { properties = {} } = Class.optionsSchema as { properties?: object };
    const [, section = ""] = /## Options\n(.*?)\n## /s.exec(page(name)) ?? [];
    const listed = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, option]) => option);
    const spooled = Class.prototype instanceof SpooledHandler;
    // Those that all handlers with a spool have are on one page.
    const own = Object.keys(properties).filter((option) => !(spooled && option in spoolOptionsSchema));
    expect(listed).toEqual(own);
    expect(section.includes("spool.md#options")).toBe(spooled);
  });
});

test("the messages of the pages are those of the sources", () => {
  const folder = new URL("../../src/", import.meta.url);
  const text = (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .join("\n");
  for (const name of ["file", "http", "rotating-file", "stream", "syslog", "timed-rotating-file"]) {
    const [, section = ""] = /## When its messages appear\n(.*)/s.exec(page(name)) ?? [];
    const messages = [...section.matchAll(/^\| `(.*?)`/gm)];
    expect(messages.length, `the messages of ${name}`).toBeGreaterThan(3);
    for (const [, message = ""] of messages) {
      // What is put in, such as a number, and what an error code adds, stands elsewhere in the source.
      const [longest = ""] = message
        .split(/ ?\(\w+\)$|\b\d+ events|process \d+|; |\.\./)
        .sort((a, b) => b.length - a.length);
      expect(longest.trim(), message).not.toBe("");
      expect(text).toContain(longest.trim());
    }
  }
});
