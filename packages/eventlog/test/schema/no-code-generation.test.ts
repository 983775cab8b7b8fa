import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const program = fileURLToPath(new URL("../support/record-all.js", import.meta.url));

/** What a process of its own writes that records events of all sorts with the build. */
async function linesOf(...flags: string[]): Promise<string[]> {
  const { stdout } = await run(process.execPath, [...flags, program], { maxBuffer: 64 * 1024 * 1024 });
  return stdout.trimEnd().split("\n");
}

test("a process that may not generate code records the same bytes, and refuses with the same words", async () => {
  const [normal, restricted] = await Promise.all([
    linesOf(),
    linesOf("--disallow-code-generation-from-strings"),
  ]);
  expect([normal[0], restricted[0]]).toEqual(["code can be generated: true", "code can be generated: false"]);
  expect(restricted.slice(1)).toEqual(normal.slice(1));
  expect(normal.filter((line) => line.startsWith('{"__timestamp__"')).length).toBeGreaterThan(3);
  expect(normal.filter((line) => line.startsWith("event of ")).length).toBeGreaterThan(3);
  expect(normal.filter((line) => line.startsWith("schema ")).length).toBeGreaterThan(2);
});
