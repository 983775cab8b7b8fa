import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { assertLines } from "./assert-lines.js";
import type { CheckDefinition } from "./harness.js";
import { linesOf, sampleRecord, sampleRecords } from "./sample-records.js";

/** What close promises. */
export const closeChecks: readonly CheckDefinition[] = [
  {
    name: "C11 close makes readable all that was handled before",
    needs: ["read"],
    async run({ handler, read }) {
      const records = sampleRecords(1000);
      for (const record of records) handler.handle(record);
      await handler.close();
      assertLines(await read(), linesOf(records));
    },
  },
  {
    name: "C12 close may be called again, at once or later, and flush resolves after it",
    needs: [],
    async run({ handler, flush }) {
      handler.handle(sampleRecord(1));
      await Promise.all([handler.close(), handler.close()]);
      await handler.close();
      await flush();
    },
  },
  {
    name: "C13 what is handled after close is not written and does no harm",
    needs: ["read"],
    async run({ handler, read, flush }) {
      const before = sampleRecord(0);
      const after = sampleRecords(4, 1);
      handler.handle(before);
      const closing = handler.close();
      // Also while it closes: what came before is drained, what comes now is not taken.
      for (const record of after) handler.handle(record);
      await closing;
      for (const record of after) handler.handle(record);
      await flush();
      assertLines(await read(), [before.line]);
    },
  },
  {
    name: "C14 keep after close rejects",
    needs: ["read", "keep"],
    async run({ handler, keep, read }) {
      await handler.close();
      await assert.rejects(keep(sampleRecord(1)));
      assertLines(await read(), []);
    },
  },
  {
    name: "C20 open after close throws",
    needs: [],
    async run({ handler }) {
      await handler.close();
      // Without `open` there is nothing that could say so.
      if (handler.open === undefined) return;
      assert.throws(() => handler.open?.({ directory: tmpdir(), report: () => {} }));
    },
  },
  {
    name: "C21 close rejects when events were lost",
    needs: ["read", "faults"],
    only: "without a spool",
    async run({ handler, read, ...stage }) {
      const records = sampleRecords(10);
      await stage.break();
      for (const record of records) handler.handle(record);
      const closed = await handler.close().then(
        () => true,
        () => false,
      );
      await stage.mend();
      if (closed) assertLines(await read(), linesOf(records));
    },
  },
];
