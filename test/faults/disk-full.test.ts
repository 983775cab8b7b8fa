import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.js";
import { patience, runs } from "./support/counts.js";
import { findingsIn, nothingWrong, readJournal } from "./support/findings.js";
import { Journal } from "./support/journal.js";
import { post } from "./support/load.js";
import { noteResult } from "./support/result.js";
import { configure, startServer } from "./support/server.js";
import { SmallDisk } from "./support/small-disk.js";
import { fileHandler, spooledHandler } from "./support/subjects.js";
import { whyNoSmallDisk } from "./support/tools.js";

const obstacle = whyNoSmallDisk();
const reason = obstacle === undefined ? "" : ` (${obstacle})`;
const faulty = test.skipIf(obstacle !== undefined);
/** What still fits into blocks that are begun is less. */
const mostUntilFull = 100;

for (const [subject, options] of [
  [fileHandler, {}],
  [spooledHandler, { whenFull: "fail" }],
] as const) {
  const name = `${subject.name}: on a full disk every event is answered 204 and kept, or 503 and not, and it resumes by itself`;
  faulty(name + reason, { timeout: patience }, async (context) => {
    const { disk, folder, prepared, journal } = await prepare(subject, options);
    const server = await startServer(folder);
    const cycles = runs({ full: 100, slice: 5 });
    let number = 0;
    const postNext = () => post(server, journal, "sender", ++number);
    for (let cycle = 0; cycle < cycles; cycle++) {
      disk.fill();
      const last = number + mostUntilFull;
      while ((await postNext()) !== "refused") expect(number).toBeLessThan(last);
      await postNext();
      disk.free();
      // One that is refused is answered; the next one is the next look.
      while ((await postNext()) !== "acknowledged");
    }
    const deeds = [...readJournal(journal.path).values()];
    const acknowledged = deeds.filter((deed) => deed === "acknowledged").length;
    const refused = deeds.filter((deed) => deed === "refused").length;
    await prepared.stored(acknowledged);
    expect(await server.stop()).toBe(0);
    const found = findingsIn(await prepared.stored(acknowledged), journal.path);
    const note = `${refused} refused with 503`;
    const result = { runs: cycles, events: acknowledged, ...found, note };
    noteResult(context, { fault: "disk full, then freed", subject: subject.name, ...result });
    expect(refused).toBeGreaterThanOrEqual(cycles);
    expect(found).toEqual(nothingWrong);
  });
}

/** The handler's files are on a small disk, all else is not. */
async function prepare(subject: typeof fileHandler, options: Readonly<Record<string, unknown>>) {
  const disk = new SmallDisk(8);
  const folder = temporaryFolder();
  const prepared = await subject.prepare(folder, options, disk.folder);
  configure(folder, [prepared.handler]);
  return { disk, folder, prepared, journal: new Journal(join(folder, "journal")) };
}
