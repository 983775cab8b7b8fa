import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { daybook } from "../../../../test/support/daybook.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { typeMistakes, userProject } from "../support/type-check.js";

const door = `
$id: example.org/door
version: 1
required: [action]
properties:
  action: { enum: [open, close] }
`;

test("types writes a file with which the compiler knows the events of a configuration", async () => {
  const cwd = userProject({
    "daybook.yaml": "EventLog: { schema_paths: [door.yaml] }",
    "door.yaml": door,
    "record.ts": [
      'import { EventLog } from "daybook";',
      "const log = new EventLog();",
      'log.recordEvent("example.org/door", 1, { action: "open" });',
      'log.recordEvent("example.org/door", 1, { action: "opn" });',
      'log.recordEvent("eventlogging.jupyter.org/jupyter_server/contentsmanager-actions", 1, { action: "sav" });',
    ].join("\n"),
  });
  const words = ["schemas", "types", "--out", "events.d.ts", "--config", "daybook.yaml"];
  expect(await daybook(words, { cwd })).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(await typeMistakes(cwd, ["record.ts", "events.d.ts"])).toEqual([
    expect.stringMatching(/^record\.ts\(4,.*"opn"/),
    expect.stringMatching(/^record\.ts\(5,.*"sav"/),
  ]);
});

test("types --check says whether the file is up to date, and writes nothing", async () => {
  const cwd = temporaryFolder();
  const types = (...words: string[]) =>
    daybook(["schemas", "types", "--out", "events.d.ts", ...words], { cwd });
  const missing = await types("--check");
  expect(missing).toMatchObject({ status: 1, stderr: expect.stringContaining("events.d.ts is out of date") });
  expect(existsSync(join(cwd, "events.d.ts"))).toBe(false);
  await types("--module", "@daybook/eventlog");
  expect(readFileSync(join(cwd, "events.d.ts"), "utf8")).toContain('declare module "@daybook/eventlog"');
  expect((await types("--check")).status).toBe(1);
  await types();
  expect(await types("--check")).toEqual({ status: 0, stdout: "", stderr: "" });
});

test("types says what stands in its way", async () => {
  const cwd = temporaryFolder();
  expect(await daybook(["schemas", "types"], { cwd })).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("needs --out FILE"),
  });
  writeFileSync(join(cwd, "file"), "");
  const { status, stderr } = await daybook(["schemas", "types", "--out", "file/events.d.ts"], { cwd });
  expect(status).toBe(1);
  expect(stderr).toContain("file/events.d.ts: a part of the path is a file");
});
