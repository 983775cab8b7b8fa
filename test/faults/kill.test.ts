import { setTimeout as pause } from "node:timers/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Daybook } from "../support/daybook.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { patience, runs } from "./support/counts.js";
import { findingsIn, nothingWrong, readJournal } from "./support/findings.js";
import { Journal } from "./support/journal.js";
import { Load } from "./support/load.js";
import { randomNumbers } from "./support/random.js";
import { noteResult } from "./support/result.js";
import { configure, serveWords, startServer } from "./support/server.js";
import { fileHandler, spooledHandler } from "./support/subjects.js";

/** One kill in so many comes while the server starts, and so while it mends what the last one has left. */
const killsAtStart = 5;

for (const subject of [fileHandler, spooledHandler]) {
  const name = `SIGKILL at a random moment loses nothing that ${subject.name} has kept, and leaves no torn line`;
  test(name, { timeout: patience }, async (context) => {
    const folder = temporaryFolder();
    const prepared = await subject.prepare(folder);
    configure(folder, [prepared.handler]);
    const journal = new Journal(join(folder, "journal"));
    const random = randomNumbers();
    const count = runs({ full: 1000, slice: 10 });
    const torn: string[] = [];
    for (let run = 1; run <= count; run++) {
      if (run % killsAtStart === 0) {
        const starting = new Daybook(serveWords, { cwd: folder });
        await pause(random(500));
        starting.signal("SIGKILL");
        await starting.ended();
        continue;
      }
      const server = await startServer(folder);
      if (prepared.torn() !== "") torn.push(prepared.torn());
      const load = new Load(server, journal, { name: `run${run}` });
      await load.hasAcknowledged(random(40));
      await pause(random(4));
      await server.stop("SIGKILL");
      await load.ended;
    }
    const server = await startServer(folder);
    if (prepared.torn() !== "") torn.push(prepared.torn());
    const deeds = [...readJournal(journal.path).values()];
    const acknowledged = deeds.filter((deed) => deed === "acknowledged").length;
    await prepared.stored(acknowledged);
    expect(await server.stop()).toBe(0);
    // Only now is there all that was stored, though its sender never heard of it.
    const lines = await prepared.stored(acknowledged);
    const findings = findingsIn(lines, journal.path);
    journal.close();
    const found = { ...findings, torn: findings.torn + torn.length };
    noteResult(context, {
      fault: "SIGKILL at a random moment under load, restart",
      subject: subject.name,
      runs: count,
      events: acknowledged,
      ...found,
    });
    expect(acknowledged).toBeGreaterThan(count);
    expect(found).toEqual(nothingWrong);
  });
}
