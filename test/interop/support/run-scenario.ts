import { send } from "./call.js";
import { compareAnswers, compareTrees } from "./comparison.js";
import type { FoundDifference } from "./difference-table.js";
import { type Json, nameOf, type Scenario, wireCall } from "./scenario.js";
import type { Side } from "./servers.js";
import { mirror, plant, snapshot } from "./tree.js";

/**
 * What differs when the calls of a scenario are made in turn to both servers. The folders are compared after each call;
 * where one differs, Daybook gets a copy of Jupyter's, so that each difference is found once, at the call that made it.
 */
export async function runScenario(
  { name: scenario, files = {}, calls, diskMayDiffer }: Scenario,
  { jupyter, daybook }: { readonly jupyter: Side; readonly daybook: Side },
): Promise<FoundDifference[]> {
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
