import assert from "node:assert/strict";
import { assertLines } from "./assert-lines.js";
import type { CheckDefinition, Stage } from "./harness.js";
import { firstArrivals, linesOf, sampleRecord, sampleRecords, secret } from "./sample-records.js";

/** What happens while the destination fails, and once it works again. */
export const failureChecks: readonly CheckDefinition[] = [
  {
    name: "C15 while the destination fails, handle does not throw and flush rejects",
    needs: ["faults"],
    async run({ handler, flush, ...stage }) {
      await stage.break();
      for (const record of sampleRecords(10)) assert.equal(handler.handle(record), undefined);
      await assert.rejects(flush());
      handler.handle(sampleRecord(10));
      await stage.mend();
      await stage.flushAfterMend();
    },
  },
  {
    name: "C16 while the destination fails, keep rejects, and that event never arrives",
    needs: ["read", "keep", "faults"],
    only: "without a spool",
    async run({ handler, keep, read, ...stage }) {
      await stage.break();
      handler.handle(sampleRecord(0));
      await assert.rejects(keep(sampleRecord(1)));
      handler.handle(sampleRecord(2));
      await assert.rejects(keep(sampleRecord(3)));
      await stage.mend();
      handler.handle(sampleRecord(4));
      await stage.flushAfterMend();
      assertLines(firstArrivals(await read()), [0, 2, 4]);
    },
  },
  {
    name: "C17 a failure is reported once, not for each event",
    needs: ["faults"],
    async run(stage) {
      await failThreeTimes(stage);
      const messages = stage.problems.map(({ message }) => message);
      assert.ok(messages.length > 0, "the failure was not reported");
      assert.deepEqual([...new Set(messages)], messages, "the same was reported twice");
    },
  },
  {
    name: "C18 no report and no error holds anything of an event",
    needs: ["faults"],
    async run(stage) {
      const rejections = await failThreeTimes(stage);
      await stage.mend();
      await stage.flushAfterMend();
      for (const error of [...stage.problems, ...rejections]) {
        assert.ok(!textOf(error).includes(secret), `an error quotes an event: ${error.name}`);
      }
    },
  },
  {
    name: "C19 once the destination works again, all that was handled arrives in order, in whole lines",
    needs: ["read", "faults"],
    async run({ handler, read, flush, ...stage }) {
      const records = sampleRecords(300);
      for (const record of records.slice(0, 100)) handler.handle(record);
      await flush();
      await stage.break();
      for (const record of records.slice(100, 200)) handler.handle(record);
      await assert.rejects(flush());
      for (const record of records.slice(200)) handler.handle(record);
      await stage.mend();
      await stage.flushAfterMend();
      assertLines(firstArrivals(await read()), [...records.keys()]);
      assertLines([...new Set(await read())], linesOf(records));
    },
  },
];

async function failThreeTimes({ handler, keep, flush, ...stage }: Stage): Promise<Error[]> {
  const rejections: Error[] = [];
  const note = (error: Error) => void rejections.push(error);
  await stage.break();
  for (let round = 0; round < 3; round++) {
    for (const record of sampleRecords(5, round * 5)) handler.handle(record);
    await flush().catch(note);
    // At `delivered`, a handler with a spool would wait for the destination.
    await keep(sampleRecord(100 + round), "durable").catch(note);
  }
  return rejections;
}

/** Everything that a log line about an error may show. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.stack} ${error.message} ${JSON.stringify(error)} ${error.cause === undefined ? "" : textOf(error.cause)}`;
}
