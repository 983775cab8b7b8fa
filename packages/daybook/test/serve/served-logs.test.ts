import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { FileHandler } from "@daybook/eventlog";
import { expect, test } from "vitest";
import { servedLogWarnings } from "../../src/serve/served-logs.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

function warnings(filename: string, root: string, allowHidden = false): string[] {
  const directory = temporaryFolder({});
  for (const folder of ["served", "served-too", "logs", "served/.logs"]) mkdirSync(join(directory, folder));
  symlinkSync("served", join(directory, "link"));
  const handlers = [{ handler: new FileHandler(filename), route: {}, place: [], label: "" }];
  const source = { directory } as never;
  return servedLogWarnings({ handlers, source }, { rootDir: join(directory, root), allowHidden }, directory);
}

test.each([
  ["event.log", "."],
  ["served/event.log", "served"],
  ["served/event.log", "link"],
  ["link/event.log", "served"],
])("who is recorded in a log can change it where it is served: %s in %s", (filename, root) => {
  expect(warnings(filename, root)).toEqual([
    expect.stringContaining(`${filename} lies in the folder that is served`),
  ]);
});

test.each([
  ["event.log", "served"],
  ["logs/event.log", "served"],
  ["served-too/event.log", "served"],
  ["served/.logs/event.log", "served"],
  ["served/.event.log", "served"],
])("but not elsewhere, nor under a hidden name: %s beside %s", (filename, root) => {
  expect(warnings(filename, root)).toEqual([]);
});

test("hidden names protect nothing where they are served", () => {
  expect(warnings("served/.event.log", "served", true)).toHaveLength(1);
});
