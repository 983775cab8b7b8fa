import { execFile } from "node:child_process";
import { closeSync, ftruncateSync, openSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.js";
import { patience, runs } from "./support/counts.js";
import { type Findings, findingsIn, nothingWrong } from "./support/findings.js";
import { Journal } from "./support/journal.js";
import { linesIn } from "./support/lines.js";
import { Load } from "./support/load.js";
import { noteResult } from "./support/result.js";
import { configure, startServer } from "./support/server.js";
import { Standstill } from "./support/standstill.js";
import { fileHandler } from "./support/subjects.js";
import { whyNoLogrotate } from "./support/tools.js";

const run = promisify(execFile);
const senders = 4;
/** After so many acknowledgements each sender has sent an event that it began after the last harm. */
const between = 3 * senders;

/** What a harm works on, and where it leaves what it has taken out of the log. */
interface Scene {
  readonly log: string;
  readonly folder: string;
  readonly load: Load;
  readonly standstill: Standstill;
  /** Lines that were in the log, oldest first. */
  readonly kept: string[];
}

type Harm = (scene: Scene) => Promise<void> | void;

const harms: Record<string, Harm> = {
  renamed({ log, kept }) {
    const aside = `${log}.moved`;
    renameSync(log, aside);
    // A write that was under way when it was renamed still goes there.
    later.push(() => void kept.push(...linesIn(aside)));
  },
  deleted({ log, load, kept }) {
    const file = openSync(log, "r");
    unlinkSync(log);
    const attempted = load.attempted();
    // What is begun now must not go into the file that nobody can find any more.
    later.push(() => {
      const lines = linesIn(file).filter((line) => !isLater(line, attempted));
      closeSync(file);
      kept.push(...lines);
    });
  },
  async truncated({ log, standstill, kept }) {
    // Nobody writes meanwhile, so that it is not the truncation that loses anything.
    await standstill.during(() => {
      kept.push(...linesIn(log));
      const file = openSync(log, "r+");
      ftruncateSync(file);
      closeSync(file);
    });
  },
  "rotated by logrotate": (scene) => logrotate(scene, ""),
  "rotated by logrotate with copytruncate": (scene) => logrotate(scene, "copytruncate"),
};

/** What is to be done once the handler has surely gone on elsewhere. */
const later: (() => void)[] = [];

for (const [name, harm] of Object.entries(harms)) {
  const obstacle = name.includes("logrotate") ? whyNoLogrotate() : undefined;
  const title = `a log that is ${name} under load loses nothing${obstacle === undefined ? "" : ` (${obstacle})`}`;
  test.skipIf(obstacle !== undefined)(title, { timeout: patience }, async (context) => {
    const folder = temporaryFolder();
    const { handler } = await fileHandler.prepare(folder);
    configure(folder, [handler]);
    const journal = new Journal(join(folder, "journal"));
    const server = await startServer(folder);
    const load = new Load(server, journal, { name: "sender", senders });
    const standstill = new Standstill(server.run.child.pid as number);
    const scene = { log: join(folder, "event.log"), folder, load, standstill, kept: [] as string[] };
    const count = runs({ full: 200, slice: 5 });
    const windows: Window[] = [];
    for (let run = 0; run < count; run++) {
      await load.hasAcknowledged(load.acknowledged + between);
      for (const finish of later.splice(0)) finish();
      const acknowledged = load.answered();
      await harm(scene);
      windows.push({ acknowledged, attempted: load.attempted() });
    }
    await load.hasAcknowledged(load.acknowledged + between);
    await load.stop();
    for (const finish of later.splice(0)) finish();
    expect(await server.stop()).toBe(0);
    const lines = withoutRepeated([...scene.kept, ...linesIn(scene.log)], name === "deleted");
    const found = findingsIn(lines, journal.path);
    // What comes between copy and truncation is lost by logrotate, whoever writes the file.
    const excused = name.endsWith("copytruncate") ? lostWithin(windows, lines) : 0;
    const ours: Findings = { ...found, lost: found.lost - excused };
    const note = name.endsWith("copytruncate")
      ? `${excused} lost between logrotate's copy and truncation`
      : undefined;
    const result = { runs: count, events: load.acknowledged, ...ours, ...(note !== undefined && { note }) };
    noteResult(context, { fault: `log file ${name}`, subject: "FileHandler", ...result });
    expect(ours).toEqual(nothingWrong);
  });
}

async function logrotate({ log, folder, kept }: Scene, option: string): Promise<void> {
  const configuration = join(folder, "logrotate.conf");
  writeFileSync(configuration, `${log} {\n rotate 1\n missingok\n ${option}\n}\n`);
  await run("logrotate", ["--force", "--state", join(folder, "logrotate.state"), configuration]);
  later.push(() => void kept.push(...linesIn(`${log}.1`)));
}

/** For each sender the number of its latest event, before and after a harm. */
interface Window {
  readonly acknowledged: ReadonlyMap<string, number>;
  readonly attempted: ReadonlyMap<string, number>;
}

/** How many events that were under way during one of the windows are not among the lines. */
function lostWithin(windows: readonly Window[], lines: readonly string[]): number {
  const stored = new Set(lines.map((line) => keyOf(line)));
  const missing = new Set<string>();
  for (const { acknowledged, attempted } of windows) {
    for (const [sender, last] of attempted) {
      for (let number = (acknowledged.get(sender) ?? 0) + 1; number <= last; number++) {
        if (!stored.has(`${sender} ${number}`)) missing.add(`${sender} ${number}`);
      }
    }
  }
  return missing.size;
}

/** What is written again as its file was deleted may also stand in that file. */
function withoutRepeated(lines: readonly string[], repeats: boolean): readonly string[] {
  return repeats ? [...new Map(lines.map((line) => [keyOf(line), line])).values()] : lines;
}

function isLater(line: string, attempted: ReadonlyMap<string, number>): boolean {
  const { sender, number } = JSON.parse(line);
  return number > (attempted.get(sender) ?? 0);
}

function keyOf(line: string): string {
  const { sender, number } = JSON.parse(line);
  return `${sender} ${number}`;
}
