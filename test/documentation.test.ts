import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { daybook } from "./support/daybook.js";

const root = fileURLToPath(new URL("..", import.meta.url));

test("the reference pages of the events are those of the schemas", async () => {
  const words = ["schemas", "docs", "--out", "docs/events", "--check"];
  expect(await daybook(words, { cwd: root })).toEqual({ status: 0, stdout: "", stderr: "" });
});

test("the types of the events are those of the schemas", async () => {
  const out = "packages/notebook-events/src/event-types.ts";
  const words = ["schemas", "types", "--module", "@daybook/eventlog", "--out", out, "--check"];
  expect(await daybook(words, { cwd: root })).toEqual({ status: 0, stdout: "", stderr: "" });
});

test("every link between the pages leads to a file", async () => {
  const broken: string[] = [];
  for (const page of await pages()) {
    const text = await readFile(join(root, page), "utf8");
    for (const [, target = ""] of text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const file = join(root, dirname(page), decodeURIComponent(target));
      if (!existsSync(file)) broken.push(`${page}: ${relative(root, file)}`);
    }
  }
  expect(broken).toEqual([]);
});

/** All pages that people read, relative to the root. */
async function pages(): Promise<string[]> {
  const below = await Promise.all(
    ["docs", "examples"].map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true })).map((file) => join(folder, file)),
    ),
  );
  return [...(await readdir(root)), ...below.flat()].filter((file) => file.endsWith(".md"));
}
