import { existsSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.js";

type Run = (step: string, command: string, parameters: string[]) => Promise<void>;
const script = new URL("../../scripts/prepare.js", import.meta.url).href;
const { prepare } = (await import(script)) as { prepare(root: string, run: Run): Promise<void> };

const sources = {
  "package-lock.json": "{}",
  "tsconfig.json": "{}",
  "packages/one/package.json": "{}",
  "packages/one/tsconfig.json": "{}",
  "packages/one/src/index.ts": "export {};",
};

/** A checkout in which npm and tsc only leave the traces of their work. */
function checkout(files: Record<string, string> = sources) {
  const root = temporaryFolder(files);
  const commands: string[] = [];
  const run: Run = async (_, _command, parameters) => {
    const words = parameters.map((word) => word.replace(/^.*[/\\]/, ""));
    commands.push(words.filter((word) => word !== "npm-cli.js").join(" "));
    if (parameters.includes("ci")) writeFiles(root, { "node_modules/.package-lock.json": "{}" });
    else writeFiles(root, { "packages/one/dist/index.js": "" });
  };
  const prepared = async () => {
    commands.length = 0;
    await prepare(root, run);
    return [...commands];
  };
  return { root, prepared };
}

test("a fresh clone is installed and built; the second time nothing is done", async () => {
  const { prepared } = checkout();
  expect(await prepared()).toEqual(["ci", "tsc --build --force"]);
  expect(await prepared()).toEqual([]);
});

test("a changed source is built, and nothing is installed", async () => {
  const { root, prepared } = checkout();
  await prepared();
  writeFiles(root, { "packages/one/src/index.ts": "export const changed = true;" });
  expect(await prepared()).toEqual(["tsc --build"]);
  expect(await prepared()).toEqual([]);
});

test("a new and a deleted source are built", async () => {
  const { root, prepared } = checkout();
  await prepared();
  writeFiles(root, { "packages/one/src/other/thing.ts": "export {};" });
  expect(await prepared()).toEqual(["tsc --build"]);
  rmSync(join(root, "packages/one/src/other"), { recursive: true });
  expect(await prepared()).toEqual(["tsc --build"]);
});

test("a build that was deleted is made again, whatever the compiler remembers", async () => {
  const { root, prepared } = checkout();
  await prepared();
  rmSync(join(root, "packages/one/dist"), { recursive: true });
  expect(await prepared()).toEqual(["tsc --build --force"]);
});

test("a changed lock file is installed and built", async () => {
  const { root, prepared } = checkout();
  await prepared();
  writeFiles(root, { "package-lock.json": '{ "new": true }' });
  utimesSync(join(root, "node_modules/.package-lock.json"), 0, 0);
  expect(await prepared()).toEqual(["ci", "tsc --build"]);
  expect(await prepared()).toEqual([]);
});

test("what was installed by hand is not installed again", async () => {
  const { root, prepared } = checkout();
  writeFiles(root, { "node_modules/.package-lock.json": "{}" });
  expect(await prepared()).toEqual(["tsc --build --force"]);
});

test("a failed build is tried again the next time", async () => {
  const { root } = checkout();
  const run: Run = async (_, _command, parameters) => {
    if (!parameters.includes("ci")) throw new Error("Building failed");
    writeFiles(root, { "node_modules/.package-lock.json": "{}" });
  };
  await expect(prepare(root, run)).rejects.toThrow("Building failed");
  await expect(prepare(root, run)).rejects.toThrow("Building failed");
  expect(existsSync(join(root, "packages/one/dist"))).toBe(false);
});
