import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  errorCodes,
  EventLogError,
  HandlerError,
  InvalidEventError,
  SchemaError,
  UnavailableError,
  UnknownSchemaError,
} from "../src/index.js";

const page = readFileSync(new URL("../../../docs/library.md", import.meta.url), "utf8");
const [, section = ""] = /\n### Errors\n(.*?)\n## /s.exec(page) ?? [];
const rows = [...section.matchAll(/^\| `([a-z-]+)` \| `(\w+)` \| (.*) \|$/gm)].map(
  ([, code = "", name = "", meaning = ""]) => ({ code, name, meaning }),
);

/** An error of each class that has a code of its own. */
const errors = [
  new SchemaError(""),
  new SchemaError("", { code: "duplicate-schema" }),
  new UnknownSchemaError(""),
  new InvalidEventError("", []),
  new HandlerError(""),
  new UnavailableError("", []),
];

test("the page lists the codes of the table, with what they mean", () => {
  expect(Object.fromEntries(rows.map(({ code, meaning }) => [code, meaning]))).toEqual(errorCodes);
});

test("the page names the class that each code comes with", () => {
  const own = new Map(errors.map(({ code, name }) => [code as string, name]));
  for (const { code, name } of rows)
    expect([code, name]).toEqual([code, own.get(code) ?? EventLogError.name]);
});
