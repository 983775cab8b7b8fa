import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const read = (file: string) => readFileSync(new URL(`../packages/${file}`, import.meta.url), "utf8");

// What npm shows of a package is its README, and nobody sees there whether it still works.
test.each([
  "eventlog",
  "notebook-events",
  "server",
  "gateway",
  "daybook",
])("the program in the README of packages/%s prints what is said there", async (name) => {
  const page = read(`${name}/README.md`);
  const [, program = "", printed] = /```js\n(.*?)```.*?```(?:json)?\n(.*?)```/s.exec(page) ?? [];
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: fileURLToPath(new URL(`../packages/${name}`, import.meta.url)),
  });
  expect(stdout).toBe(printed);
});
