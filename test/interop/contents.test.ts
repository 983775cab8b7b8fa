import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { differences } from "./differences/contents-suite.js";
import { scenarios } from "./scenarios/index.js";
import { DifferenceTable, inWords } from "./support/difference-table.js";
import { runScenario } from "./support/run-scenario.js";
import { type Side, startDaybook, startJupyter } from "./support/servers.js";

const table = new DifferenceTable(differences);
let folder: string;
let jupyter: Side;
let daybook: Side;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "daybook-interop-"));
  [jupyter, daybook] = await Promise.all([
    startJupyter(inject("python"), join(folder, "jupyter")),
    startDaybook(join(folder, "daybook")),
  ]);
});

afterAll(async () => {
  await Promise.all([jupyter?.stop(), daybook?.stop()]);
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

describe("Daybook answers as jupyter_server does, but for the listed differences:", () => {
  for (const scenario of scenarios) {
    const { name, skip } = scenario;
    test.skipIf(skip !== undefined)(skip === undefined ? name : `${name} (${skip})`, async () => {
      const unlisted = (await runScenario(scenario, { jupyter, daybook })).filter(
        (found) => !table.lists(found),
      );
      if (unlisted.length > 0)
        expect.fail(`differences that are not listed:\n\n${unlisted.map(inWords).join("\n")}`);
    });
  }
});

// Only known once all scenarios have run, which a filter by name prevents.
test("every listed difference is still there", ({ task, skip }) => {
  const others = task.file.tasks.flatMap((each) => (each.type === "suite" ? each.tasks : []));
  if (others.some(({ mode }) => mode === "skip")) skip("not all scenarios have run");
  expect(table.unused()).toEqual([]);
});
