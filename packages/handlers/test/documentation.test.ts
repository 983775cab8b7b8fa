import { readdirSync, readFileSync } from "node:fs";
import { spoolOptionsSchema } from "@daybook/eventlog";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import * as handlers from "../src/index.js";

const sources = new URL("../src/", import.meta.url);
const read = (name: string, folder: URL) => readFileSync(new URL(name, folder), "utf8");
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
/** The texts in the sources, with anything in the places where something is put in. */
const written = [
  ...readdirSync(sources).map((name) => new URL(name, sources)),
  new URL("../../eventlog/src/secret.ts", import.meta.url),
]
  .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/"([^"\n]*)"|`([^`]*)`/g)])
  .map(([, plain = "", template = plain]) => template.split(/\$\{.*?\}/).map(escaped))
  .filter((parts) => parts.join("").length > 10)
  .map((parts) => new RegExp(`^${parts.join(".+")}$`));
const names = readdirSync(sources)
  .filter((name) => name.endsWith("-handler.ts"))
  .map((name) => name.replace("-handler.ts", ""));

describe.each(names)("the page of the %s handler", (name) => {
  const page = read(`${name}.md`, new URL("../../../docs/handlers/", import.meta.url));
  const section = (heading: string) =>
    new RegExp(`^## ${heading}\n(.*?)(^## |(?![^]))`, "ms").exec(page)?.[1] ?? "";
  const [Class] = Object.values(handlers).filter(
    (value) => value.name.toLowerCase() === `${name.replaceAll("-", "")}handler`,
  );

  test("has the parts that all have, in their order", () => {
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      "Options",
      "Configuration",
      "In a program",
      "What it promises",
      "When its messages appear",
    ]);
  });

  test("lists the options that its class takes, beside those of the spool", () => {
    const listed = [...section("Options").matchAll(/^\| `(\w+)` \|/gm)].map(([, option]) => option);
    const taken = Object.keys(Class?.optionsSchema.properties ?? {});
    expect(listed).toEqual(taken.filter((option) => !(option in spoolOptionsSchema)));
  });

  test("shows a configuration that names the class", () => {
    const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(section("Configuration")) ?? [];
    expect(parse(yaml).EventLog.handlers[0].class).toBe(Class?.name);
  });

  test("quotes messages as they stand in the sources", () => {
    const rows = section("When its messages appear").match(/^\| `.*/gm) ?? [];
    const messages = rows.flatMap((row) => [...(row.split(" | ")[0] ?? "").matchAll(/`(.*?)`/g)]);
    expect(messages.length).toBeGreaterThan(3);
    for (const [, message = ""] of messages)
      expect(
        written.some((text) => text.test(message)),
        message,
      ).toBe(true);
  });
});
