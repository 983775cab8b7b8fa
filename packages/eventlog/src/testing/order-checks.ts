import assert from "node:assert/strict";
import { assertLines } from "./assert-lines.js";
import type { CheckDefinition } from "./harness.js";
import { awkwardTexts, linesOf, numbersIn, sampleRecord, sampleRecords } from "./sample-records.js";

/** How events are taken and written while nothing is wrong. */
export const orderChecks: readonly CheckDefinition[] = [
  {
    name: "C2 handle returns at once, and nothing",
    needs: [],
    async run({ handler, flush }) {
      const returned: unknown = handler.handle(sampleRecord(1));
      assert.equal(returned, undefined, "handle must return undefined, not a promise or anything else");
      await flush();
    },
  },
  {
    name: "C3 a record is left as it was given",
    needs: [],
    async run({ handler, keep }) {
      const handled = sampleRecord(1);
      const kept = sampleRecord(2);
      const before = linesOf([handled, kept]);
      handler.handle(Object.freeze(handled));
      await keep(Object.freeze(kept));
      assertLines(linesOf([handled, kept]), before);
    },
  },
  {
    name: "C4 10,000 events arrive in the order in which they were handled",
    needs: ["read"],
    async run({ handler, read, flush }) {
      const records = sampleRecords(10_000);
      for (const record of records) handler.handle(record);
      await flush();
      assertLines(numbersIn(await read()), [...records.keys()]);
    },
  },
  {
    name: "C5 each event arrives as one line that parses to the same event, whatever its strings hold",
    needs: ["read"],
    async run({ handler, read, flush }) {
      const records = awkwardTexts.map((text, number) => sampleRecord(number, text));
      for (const record of records) handler.handle(record);
      await flush();
      // Parsed and written again, as a handler may write the same event in other words.
      const again = (line: string) => JSON.stringify(JSON.parse(line));
      assertLines((await read()).map(again), linesOf(records).map(again));
    },
  },
  {
    name: "C6 flush makes readable all that was handled before",
    needs: ["read"],
    async run({ handler, read, flush }) {
      const records = sampleRecords(3);
      for (const record of records) handler.handle(record);
      await flush();
      assertLines(await read(), linesOf(records));
    },
  },
  {
    name: "C7 flush with nothing handled resolves",
    needs: [],
    async run({ flush }) {
      await flush();
      await Promise.all([flush(), flush()]);
    },
  },
  {
    name: "C8 each of many flushes covers what was handled before it, while more is handled",
    needs: ["read"],
    async run({ handler, read, flush }) {
      const records = sampleRecords(200);
      const flushes: Promise<unknown>[] = [];
      for (const [index, record] of records.entries()) {
        handler.handle(record);
        if (index % 10 !== 9) continue;
        const covers = async () => assert.ok((await read()).length > index, "a flush came back too early");
        flushes.push(flush().then(covers).catch(asOutcome));
        // Every other time the handler gets to write in between.
        if (index % 20 === 19) await new Promise(setImmediate);
      }
      for (const outcome of await Promise.all(flushes)) assert.ifError(outcome);
      assertLines(await read(), linesOf(records));
    },
  },
  {
    name: "C9 keep resolves only once its event is readable",
    needs: ["read", "keep"],
    async run({ keep, read }) {
      for (const record of sampleRecords(20)) {
        await keep(record);
        assert.equal((await read()).at(-1), record.line);
      }
    },
  },
  {
    name: "C10 keep and handle keep one order",
    needs: ["read"],
    async run({ handler, keep, read, flush }) {
      const records = sampleRecords(100);
      const kept: Promise<void>[] = [];
      for (const [index, record] of records.entries()) {
        if (index % 3 === 0) kept.push(keep(record));
        else handler.handle(record);
      }
      await Promise.all(kept);
      await flush();
      assertLines(numbersIn(await read()), [...records.keys()]);
    },
  },
];

/** A rejection that is looked at only later would end the process. */
function asOutcome(error: unknown): unknown {
  return error;
}
