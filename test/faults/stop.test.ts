import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Program } from "../support/program.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { http } from "./destinations/http.js";
import { patience, runs } from "./support/counts.js";
import { findingsIn, nothingWrong, type Findings } from "./support/findings.js";
import { Journal } from "./support/journal.js";
import { Load } from "./support/load.js";
import { noteResult } from "./support/result.js";
import { configure, type HandlerOptions, startServer } from "./support/server.js";
import { fileHandler } from "./support/subjects.js";

const burst = fileURLToPath(new URL("programs/burst.js", import.meta.url));
const queued = runs({ full: 100_000, slice: 20_000 });
const count = runs({ full: 20, slice: 1 });
const fault = `SIGTERM with ${queued.toLocaleString("en")} events queued`;
const roomy = { maxBuffer: 512 * 1024 * 1024 };

test("FileHandler writes all that is queued when it is told to stop", {
  timeout: patience,
}, async (context) => {
  const found: Findings[] = [];
  for (let run = 0; run < count; run++) {
    const folder = temporaryFolder();
    const journal = await expectBurst(folder);
    const { handler, stored } = await fileHandler.prepare(folder, roomy);
    await stopWith(folder, handler, queued);
    found.push(findingsIn(await stored(queued), journal));
  }
  noteResult(context, {
    fault,
    subject: "FileHandler",
    runs: count,
    events: count * queued,
    ...sumOf(found),
  });
  expect(sumOf(found)).toEqual(nothingWrong);
});

test("SpooledHandler keeps all that is queued while its destination is down", {
  timeout: patience,
}, async (context) => {
  const found: Findings[] = [];
  for (let run = 0; run < count; run++) {
    const folder = temporaryFolder();
    const journal = await expectBurst(folder);
    const destination = await http.start(folder, roomy);
    const handler = destination.handlerAt(destination.port);
    await destination.kill();
    await stopWith(folder, handler, queued);
    expect(await destination.lines()).toEqual([]);
    await destination.restart();
    await stopWith(folder, handler, 0, () => destination.has(queued));
    found.push(findingsIn(await destination.lines(), journal));
    await destination.kill();
  }
  const subject = "SpooledHandler, its destination down";
  noteResult(context, { fault, subject, runs: count, events: count * queued, ...sumOf(found) });
  expect(sumOf(found)).toEqual(nothingWrong);
});

test("daybook serve stores all that it acknowledges while it stops", {
  timeout: patience,
}, async (context) => {
  const folder = temporaryFolder();
  const { handler, stored } = await fileHandler.prepare(folder);
  configure(folder, [handler]);
  const journal = new Journal(join(folder, "journal"));
  let events = 0;
  for (let run = 0; run < count; run++) {
    const server = await startServer(folder);
    const load = new Load(server, journal, { name: `run${run}` });
    await load.hasAcknowledged(50);
    expect(await server.stop()).toBe(0);
    await load.ended;
    events += load.acknowledged;
  }
  const found = findingsIn(await stored(events), journal.path);
  noteResult(context, {
    fault: "SIGTERM under load",
    subject: "daybook serve",
    runs: count,
    events,
    ...found,
  });
  expect(found).toEqual(nothingWrong);
});

/** Writes down the events of a burst: all that is queued is to be there once the process has ended with 0. */
async function expectBurst(folder: string): Promise<string> {
  const journal = new Journal(join(folder, "journal"));
  const numbers = Array.from({ length: queued }, (_, index) => index + 1);
  await Promise.all(numbers.map((number) => journal.write("acknowledged", "burst", number)));
  journal.close();
  return journal.path;
}

/** Runs a program that queues events, tells it to stop while all of them wait, and expects 0. */
async function stopWith(folder: string, handler: HandlerOptions, events: number, before = async () => {}) {
  const words = [process.execPath, burst, JSON.stringify([handler]), String(events)];
  const program = new Program(words, { cwd: folder });
  await program.says(`queued ${events}\n`);
  if (events === 0) program.child.stdin.end("\n");
  await before();
  program.signal("SIGTERM");
  if (events > 0) program.child.stdin.end("\n");
  expect({ status: await program.ended(), says: program.stderr }).toMatchObject({ status: 0 });
}

function sumOf(all: readonly Findings[]): Findings {
  const sum: Record<string, number> = { ...nothingWrong };
  for (const found of all)
    for (const [name, count] of Object.entries(found)) sum[name] = (sum[name] ?? 0) + count;
  return sum as unknown as Findings;
}
