import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { daybook } from "../../../../test/support/daybook.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

const door = (version: number | string) =>
  `$id: example.org/door\nversion: ${version}\ntitle: Door\nproperties:\n  open: { type: boolean }\n`;
const configuration = { "daybook.yaml": "EventLog: { schema_paths: [schemas] }" };

test("list has a line for each schema version", async () => {
  const cwd = temporaryFolder({ ...configuration, "schemas/v1.yaml": door(1) });
  const shipped = (await daybook(["schemas", "list"], { cwd })).stdout;
  expect(shipped).toContain("hub.jupyter.org/server-action\t1\t");
  expect(shipped).not.toContain("example.org/door");
  const all = await daybook(["schemas", "list", "--config", "daybook.yaml"], { cwd });
  expect(all).toEqual({
    status: 0,
    stdout: expect.stringContaining("example.org/door\t1\tDoor\n"),
    stderr: "",
  });
});

test("show prints the newest version, or the one asked for", async () => {
  const files = { "schemas/v1.yaml": door(1), "schemas/v2.yaml": door(2), "schemas/v10.yaml": door(10) };
  const cwd = temporaryFolder({ ...configuration, ...files });
  const show = (...words: string[]) =>
    daybook(["schemas", "show", "--config", "daybook.yaml", ...words], { cwd });
  expect(parse((await show("example.org/door")).stdout)).toEqual(parse(door(10)));
  expect(parse((await show("example.org/door", "2")).stdout)).toEqual(parse(door(2)));
});

test("docs writes pages, deletes those that are left over, and leaves other files alone", async () => {
  const cwd = temporaryFolder({ ...configuration, "schemas/v1.yaml": door(1), "docs/notes.md": "# Notes\n" });
  const docs = (...words: string[]) => daybook(["schemas", "docs", "--out", "docs", ...words], { cwd });
  expect((await docs("--config", "daybook.yaml")).status).toBe(0);
  expect(existsSync(join(cwd, "docs/index.md"))).toBe(true);
  expect(existsSync(join(cwd, "docs/example.org/door/v1.md"))).toBe(true);
  expect(await docs("--config", "daybook.yaml", "--check")).toEqual({ status: 0, stdout: "", stderr: "" });

  writeFileSync(join(cwd, "docs/example.org/door/mine.md"), "mine\n");
  expect((await docs()).status).toBe(0);
  expect(existsSync(join(cwd, "docs/example.org/door/v1.md"))).toBe(false);
  expect(readFileSync(join(cwd, "docs/example.org/door/mine.md"), "utf8")).toBe("mine\n");
  expect(readFileSync(join(cwd, "docs/notes.md"), "utf8")).toBe("# Notes\n");
});

test("docs --check names what is out of date, and writes nothing", async () => {
  const cwd = temporaryFolder();
  const { status, stderr } = await daybook(["schemas", "docs", "--out", "docs", "--check"], { cwd });
  expect(status).toBe(1);
  expect(stderr).toContain("docs/index.md is missing");
  expect(existsSync(join(cwd, "docs"))).toBe(false);
});

test("docs says which schema does not accept its own examples", async () => {
  const cwd = temporaryFolder({
    ...configuration,
    "schemas/v1.yaml": `${door(1)}examples: [{ open: maybe }]\n`,
  });
  const words = ["schemas", "docs", "--out", "docs", "--config", "daybook.yaml"];
  const { status, stderr } = await daybook(words, { cwd });
  expect(status).toBe(1);
  expect(stderr).toContain("the pages cannot be generated: event of example.org/door version 1 is not valid");
});
