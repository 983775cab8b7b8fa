import assert from "node:assert/strict";
import { assertLines } from "./assert-lines.js";
import type { CheckDefinition } from "./harness.js";
import { firstArrivals, sampleRecord, sampleRecords } from "./sample-records.js";

/** What handlers with a spool promise beyond the others, and in place of C16 and C21. */
export const spoolChecks: readonly CheckDefinition[] = [
  {
    name: "C22 while the destination fails, keep at durable resolves, and its event arrives later, in order",
    needs: ["read", "keep", "faults"],
    only: "with a spool",
    async run({ handler, keep, read, ...stage }) {
      await stage.break();
      handler.handle(sampleRecord(0));
      await keep(sampleRecord(1), "durable");
      handler.handle(sampleRecord(2));
      await keep(sampleRecord(3), "durable");
      await stage.mend();
      await stage.flushAfterMend();
      assertLines(firstArrivals(await read()), [0, 1, 2, 3]);
    },
  },
  {
    name: "C23 while the destination fails, keep at delivered waits until its event has arrived",
    needs: ["read", "keep", "faults"],
    only: "with a spool",
    async run({ keep, read, flush, ...stage }) {
      await stage.break();
      let settled = false;
      const kept = keep(sampleRecord(0), "delivered").finally(() => {
        settled = true;
      });
      kept.catch(() => {});
      await assert.rejects(flush());
      assert.ok(!settled, "keep came back while the destination failed");
      await stage.mend();
      await stage.flushAfterMend();
      await kept;
      assertLines(firstArrivals(await read()), [0]);
    },
  },
  {
    name: "C24 what is left at close is delivered by the next handler on that spool, before anything else",
    needs: ["read", "faults", "spool"],
    only: "with a spool",
    async run({ handler, read, ...stage }) {
      const records = sampleRecords(10);
      await stage.break();
      for (const record of records) handler.handle(record);
      await handler.close();
      await stage.mend();
      const next = stage.reopen();
      try {
        stage.open(next);
        next.handle(sampleRecord(10));
        await next.flush("delivered");
      } finally {
        await next.close();
      }
      assertLines(firstArrivals(await read()), [...records.keys(), 10]);
    },
  },
];
