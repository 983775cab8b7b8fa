import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { differences } from "./differences/contents-suite.js";
import { scenarios } from "./scenarios/index.js";
import { send } from "./support/call.js";
import { compareAnswers, compareTrees } from "./support/comparison.js";
import { DifferenceTable, type FoundDifference, inWords } from "./support/difference-table.js";
import { type Json, nameOf, type Scenario, wireCall } from "./support/scenario.js";
import { type Side, startDaybook, startJupyter } from "./support/servers.js";
import { mirror, plant, snapshot } from "./support/tree.js";

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
      const unlisted = (await run(scenario)).filter((found) => !table.lists(found));
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

/**
 * What differs when the calls of a scenario are made in turn to both servers. The folders are compared after each call;
 * where one differs, Daybook gets a copy of Jupyter's, so that each difference is found once, at the call that made it.
 */
async function run({
  name: scenario,
  files = {},
  calls,
  diskMayDiffer,
}: Scenario): Promise<FoundDifference[]> {
  await Promise.all([plant(jupyter.root, files), plant(daybook.root, files)]);
  const found: FoundDifference[] = [];
  let before = await snapshot(daybook.root);
  const answers: { theirs: Json[]; ours: Json[] } = { theirs: [], ours: [] };
  for (const call of calls) {
    const theirs = wireCall(call, answers.theirs);
    const [answer, ownAnswer] = await Promise.all([
      send(jupyter, theirs),
      send(daybook, wireCall(call, answers.ours)),
    ]);
    answers.theirs.push(answer.json);
    answers.ours.push(ownAnswer.json);
    const findings = compareAnswers(theirs.target, answer, ownAnswer);
    if (diskMayDiffer === undefined || call === calls.at(-1)) {
      const [theirDisk, disk] = await Promise.all([snapshot(jupyter.root), snapshot(daybook.root)]);
      const differing = compareTrees(theirDisk, disk);
      if (differing.length > 0) await mirror(jupyter.root, daybook.root);
      if (ownAnswer.status >= 400) findings.push(...compareTrees(before, disk, "disk, although refused,"));
      // Where only one of them did it, that it did says it all.
      else if (answer.status < 400) findings.push(...differing);
      before = differing.length > 0 ? theirDisk : disk;
    }
    found.push(...findings.map((finding) => ({ scenario, call: nameOf(call), ...finding })));
  }
  return found;
}
