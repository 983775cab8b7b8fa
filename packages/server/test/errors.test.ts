import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorTable, serverError } from "../src/errors.js";

test("the page of the REST API lists every error with its status, and no other", () => {
  const page = readFileSync(new URL("../../../docs/rest.md", import.meta.url), "utf8");
  const [, section = ""] = page.split("\n## Errors\n");
  const listed = [...section.matchAll(/^\| `([\w-]+)` \| (\d+) \|/gm)].map(
    ([, reason, status]) => `${reason} ${status}`,
  );
  const codes = Object.keys(errorTable) as (keyof typeof errorTable)[];
  const answered = codes.map((code) => serverError(code)).map(({ reason, status }) => `${reason} ${status}`);
  expect(listed.sort()).toEqual([...new Set(answered)].sort());
});
