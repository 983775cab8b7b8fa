import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setInterval as every } from "node:timers/promises";
import { expect, test } from "vitest";
import type { DaybookServer } from "../support/daybook.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { destinations } from "./destinations/all.js";
import { patience, runs } from "./support/counts.js";
import { findingsIn, nothingWrong } from "./support/findings.js";
import { Journal } from "./support/journal.js";
import { requestBody } from "./support/load.js";
import { noteResult } from "./support/result.js";
import { configure, startServer } from "./support/server.js";

const portions = runs({ full: 6000, slice: 20 });
const portion = 100;
const pageSize = 4096;
/** What a process may take more of after its first minute: garbage that is not collected yet. */
const slack = 64 * 1024 * 1024;

for (const { kind, obstacle } of destinations) {
  const name = `${kind.name}: down for long at 1,000 events a second: all arrives, and memory stays flat`;
  test.skipIf(obstacle !== undefined)(
    obstacle === undefined ? name : `${name} (${obstacle})`,
    {
      timeout: patience,
    },
    async (context) => {
      const folder = temporaryFolder();
      const destination = await kind.start(folder);
      configure(folder, [destination.handlerAt(destination.port)]);
      const journal = new Journal(join(folder, "journal"));
      const server = await startServer(folder);
      await destination.kill();
      const memory: number[] = [];
      let sent = 0;
      for await (const _ of every(100)) {
        await postPortion(server, journal, sent);
        sent += portion;
        memory.push(memoryOf(server));
        if (memory.length === portions) break;
      }
      const restarted = performance.now();
      await destination.restart();
      await destination.has(sent);
      const rate = Math.round(sent / ((performance.now() - restarted) / 1000));
      expect(await server.stop()).toBe(0);
      const found = findingsIn(await destination.lines(), journal.path);
      const early = Math.max(...memory.slice(0, Math.ceil(memory.length / 10)));
      const most = Math.max(...memory);
      const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
      const note = `${portions / 10} s down; resident memory ${megabytes(early)} MiB in the first tenth, ${megabytes(most)} MiB at most; caught up at ${rate.toLocaleString("en")} events a second`;
      noteResult(context, {
        fault: "destination down at 1,000 events a second",
        subject: kind.name,
        runs: 1,
        events: sent,
        ...found,
        note,
      });
      expect(found).toEqual(nothingWrong);
      expect(most).toBeLessThan(early + slack);
    },
  );
}

/** Posts events as one batch, which is to be kept as a whole. */
async function postPortion(server: DaybookServer, journal: Journal, from: number): Promise<void> {
  const numbers = Array.from({ length: portion }, (_, index) => from + index + 1);
  await Promise.all(numbers.map((number) => journal.write("attempted", "sender", number)));
  const body = numbers.map((number) => `${requestBody("sender", number)}\n`).join("");
  const headers = { "Content-Type": "application/x-ndjson" };
  const answer = await server.fetch("api/eventlog/batch", { method: "POST", headers, body });
  expect(answer.status).toBe(201);
  await answer.arrayBuffer();
  await Promise.all(numbers.map((number) => journal.write("acknowledged", "sender", number)));
}

/** The memory that a process really has, in bytes. */
function memoryOf({ run }: DaybookServer): number {
  const [, pages] = readFileSync(`/proc/${run.child.pid}/statm`, "utf8").split(" ");
  return Number(pages) * pageSize;
}
