import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PageFolder } from "../../src/schemas/page-folder.js";
import { generatedNotice } from "../../src/schemas/schema-page.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

const page = (text: string) => `${generatedNotice}\n\n${text}\n`;

test("tells missing, outdated and left over pages from those that are right", async () => {
  const folder = temporaryFolder({
    "a.md": page("a"),
    "b.md": page("old"),
    "c/d.md": page("d"),
    "e.md": "mine",
  });
  const pages = new Map([
    ["a.md", page("a")],
    ["b.md", page("new")],
    ["x/y.md", page("y")],
  ]);
  const changes = await new PageFolder(folder).compare(pages);
  expect(changes.map(({ name, state }) => `${name} ${state}`)).toEqual([
    "b.md outdated",
    "c/d.md left over",
    "x/y.md missing",
  ]);
});

test("applying the changes leaves nothing to change, and no empty folders", async () => {
  const path = temporaryFolder({ "c/d/e.md": page("e"), "mine.md": "mine" });
  const folder = new PageFolder(path);
  const pages = new Map([["x/y.md", page("y")]]);
  await folder.apply(await folder.compare(pages));
  expect(await folder.compare(pages)).toEqual([]);
  expect(existsSync(join(path, "c"))).toBe(false);
  expect(readFileSync(join(path, "mine.md"), "utf8")).toBe("mine");
});

test("never overwrites a page that somebody wrote", async () => {
  const folder = new PageFolder(temporaryFolder({ "index.md": "# Mine\n" }));
  await expect(folder.compare(new Map([["index.md", page("index")]]))).rejects.toThrow("was not generated");
});

test("line ends of another system make no page outdated", async () => {
  const path = temporaryFolder();
  writeFileSync(join(path, "a.md"), page("a").replaceAll("\n", "\r\n"));
  expect(await new PageFolder(path).compare(new Map([["a.md", page("a")]]))).toEqual([]);
});
