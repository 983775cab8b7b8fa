import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DaybookServer } from "../support/daybook.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { patience, runs } from "./support/counts.js";
import { type Findings, findingsIn, nothingWrong, readJournal } from "./support/findings.js";
import { effects, type Injection, inWords, pointsIn, straceWords } from "./support/injection.js";
import { Journal } from "./support/journal.js";
import { post } from "./support/load.js";
import { noteResult } from "./support/result.js";
import { configure, startServer } from "./support/server.js";
import { fileHandler, rotatingFileHandler, spooledHandler, type Subject } from "./support/subjects.js";
import { whyNoInjection } from "./support/tools.js";

const obstacle = whyNoInjection();
const posts = 5;

interface Scenario {
  readonly subject: Subject;
  /** The group of its files of which the calls fail. */
  readonly files: string;
  readonly what: string;
  /** A life before, that ends at a call. */
  readonly killed?: Injection;
  /** A crash has left a line torn, so that there is something to mend. */
  readonly torn?: boolean;
  /** A call that fails in any case, in the life in which another one does. */
  readonly before?: Injection;
}

/** What is done, and which calls of it fail one by one. A new handler, or another thing that it does, is a line here. */
const scenarios: readonly Scenario[] = [
  { subject: fileHandler, files: "log", what: "append and recover", torn: true },
  { subject: fileHandler, files: "folder", what: "make the file" },
  {
    subject: fileHandler,
    files: "log",
    what: "go on after a sync that failed",
    before: { call: "fdatasync", effect: "error=EIO", at: 2 },
  },
  { subject: rotatingFileHandler, files: "log", what: "append and rotate" },
  { subject: rotatingFileHandler, files: "folder", what: "make the file and sync what was renamed" },
  {
    subject: rotatingFileHandler,
    files: "log and lock",
    what: "recover from a kill in the middle of a rotation, and rotate",
    // The first backup was moved, and the log has not taken its place.
    killed: { call: "rename", effect: "signal=SIGKILL", at: 3 },
  },
  { subject: spooledHandler, files: "segments", what: "append, deliver and recover" },
  { subject: spooledHandler, files: "confirmed", what: "write down what is confirmed" },
  { subject: spooledHandler, files: "folder", what: "make the spool" },
];

/**
 * After a sync that failed, the file is put aside, so that nothing of it stands in the log that was refused. Where it
 * cannot be renamed either, a refused event may stand there: a second failure at the same moment, of which nothing is lost.
 */
const mayStayInTheLog = ({ before }: Scenario, { call, effect }: Injection) =>
  before?.call === "fdatasync" && call === "rename" && effect !== "signal=SIGKILL";

/** In the smallest share one point of each, from the middle of what it does. */
const slice = 1;

for (const scenario of scenarios) {
  const { subject, what, before } = scenario;
  const name = `${subject.name}: each call may fail or be the last one: ${what}`;
  test.skipIf(obstacle !== undefined)(
    obstacle === undefined ? name : `${name} (${obstacle})`,
    { timeout: patience },
    async (context) => {
      const first = before === undefined ? [] : [before];
      const { points, events } = await run(scenario, first);
      const all = points
        .filter(({ call }) => call !== before?.call)
        .flatMap((point) => effects.map((effect) => ({ ...point, effect })));
      const step = Math.ceil(all.length / runs({ full: all.length, slice }));
      const injections = all.filter((_, index) => index % step === Math.floor(step / 2));
      const wrong: Record<string, Findings> = {};
      const sum = { ...nothingWrong } as Record<keyof Findings, number>;
      let acknowledged = events;
      for (const injection of injections) {
        const { found, events } = await run(scenario, [...first, injection]);
        acknowledged += events;
        for (const key of Object.keys(sum) as (keyof Findings)[]) sum[key] += found[key];
        const unwanted = mayStayInTheLog(scenario, injection) ? { ...found, phantom: 0 } : found;
        if (Object.values(unwanted).some((count) => count > 0)) wrong[inWords(injection)] = found;
      }
      noteResult(context, {
        fault: `SIGKILL, EIO, ENOSPC at each call in turn: ${what}`,
        subject: subject.name,
        runs: injections.length,
        events: acknowledged,
        ...sum,
        ...(sum.phantom > 0 && { note: "phantom: refused, and the file could not be renamed either" }),
      });
      expect(injections.length).toBeGreaterThan(0);
      expect(wrong).toEqual({});
    },
  );
}

/** A life of the server in which calls fail, then one in which none does; and what is wrong after both. */
async function run({ subject, files, killed, torn = false }: Scenario, injections: readonly Injection[]) {
  const folder = temporaryFolder();
  const prepared = await subject.prepare(folder);
  configure(folder, [prepared.handler]);
  const journal = new Journal(join(folder, "journal"));
  if (torn) appendFileSync(join(folder, "event.log"), '{"__timestamp__":"2026-11-23T06:39:42.447Z","__sch');
  const trace = join(folder, "trace");
  const live = async (sender: string, injected: readonly Injection[]): Promise<void> => {
    const launcher = straceWords(prepared.files[files] ?? [], trace, injected);
    // One that fails at once has not started, and says so; nothing of it is to be found.
    const server = await startServer(folder, { launcher, environment: { UV_THREADPOOL_SIZE: "1" } }).catch(
      () => {},
    );
    if (server === undefined) return;
    await postSome(server, journal, sender);
    await server.stop();
  };
  if (killed !== undefined) await live("killed", [killed]);
  await live("first", injections);
  const server = await startServer(folder);
  const left = prepared.torn();
  await postSome(server, journal, "second");
  const acknowledged = [...readJournal(journal.path).values()].filter(
    (deed) => deed === "acknowledged",
  ).length;
  await prepared.stored(acknowledged);
  expect(await server.stop()).toBe(0);
  const lines = await prepared.stored(acknowledged);
  const found = findingsIn(lines, journal.path);
  const { lost } = findingsIn([...lines, ...prepared.aside()], journal.path);
  journal.close();
  // Without a fault, all is taken.
  expect(acknowledged).toBeGreaterThanOrEqual(posts);
  return {
    points: pointsIn(trace),
    events: acknowledged,
    found: { ...found, lost, torn: found.torn + (left === "" ? 0 : 1) },
  };
}

async function postSome(server: DaybookServer, journal: Journal, sender: string): Promise<void> {
  for (let number = 1; number <= posts; number++) {
    if ((await post(server, journal, sender, number)) === "cut") return;
  }
}
