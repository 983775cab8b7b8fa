import { join } from "node:path";
import { expect, test } from "vitest";
import type { DaybookServer } from "../support/daybook.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { http } from "./destinations/http.js";
import { patience, runs } from "./support/counts.js";
import { findingsIn, nothingWrong } from "./support/findings.js";
import { Journal } from "./support/journal.js";
import { Load } from "./support/load.js";
import { noteResult } from "./support/result.js";
import { configure, type HandlerOptions, startServer } from "./support/server.js";
import { fileHandler } from "./support/subjects.js";

const fault = "the clock jumps an hour back, a year ahead, and to the right time";
const jumps = runs({ full: 100, slice: 6 });
const clock = new URL("programs/jumping-clock.js", import.meta.url).href;
const halfAnHour = 30 * 60_000;

test("FileHandler keeps the order whatever the clock does, and writes what it says", {
  timeout: patience,
}, async (context) => {
  const folder = temporaryFolder();
  const { handler, stored } = await fileHandler.prepare(folder);
  const { server, journal, events } = await loadWhileClockJumps(folder, handler);
  expect(await server.stop()).toBe(0);
  const lines = await stored(events);
  const found = findingsIn(lines, journal);
  noteResult(context, { fault, subject: "FileHandler", runs: jumps, events, ...found });
  expect(found).toEqual(nothingWrong);
  expect(jumpsIn(lines)).toBe(jumps);
});

test("a spool is delivered in its order whatever the clock does, and its ids are sorted", {
  timeout: patience,
}, async (context) => {
  const folder = temporaryFolder();
  const destination = await http.start(folder);
  const handler = destination.handlerAt(destination.port);
  const { server, journal, events } = await loadWhileClockJumps(folder, handler);
  await destination.has(events);
  expect(await server.stop()).toBe(0);
  const found = findingsIn(await destination.lines(), journal);
  const note = "ids sorted";
  noteResult(context, { fault, subject: "SpooledHandler", runs: jumps, events, ...found, note });
  expect(found).toEqual(nothingWrong);
  expect(jumpsIn(await destination.lines())).toBe(jumps);
  expect(destination.ids()).toEqual(destination.ids().sort());
});

/** A server under load, with events before the first jump, between two of them, and behind the last one. */
async function loadWhileClockJumps(folder: string, handler: HandlerOptions) {
  configure(folder, [handler]);
  const journal = new Journal(join(folder, "journal"));
  const environment = { NODE_OPTIONS: `--import ${clock}` };
  const server: DaybookServer = await startServer(folder, { environment });
  const load = new Load(server, journal, { name: "sender", senders: 4 });
  for (let jump = 1; jump <= jumps; jump++) {
    await load.hasAcknowledged(load.acknowledged + 8);
    server.run.signal("SIGUSR2");
    await server.run.says(`the clock has jumped ${jump} times\n`);
  }
  await load.hasAcknowledged(load.acknowledged + 8);
  await load.stop();
  return { server, journal: journal.path, events: load.acknowledged };
}

/** How often the time of a line is far from that of the one before. */
function jumpsIn(lines: readonly string[]): number {
  const times = lines.map((line) => Date.parse(JSON.parse(line).__timestamp__));
  return times.filter(
    (time, index) => index > 0 && Math.abs(time - (times[index - 1] as number)) > halfAnHour,
  ).length;
}
