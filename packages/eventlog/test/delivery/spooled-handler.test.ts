import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RetryLater, SpooledHandler, type SpoolOptions } from "../../src/index.js";
import { sampleRecord, sampleRecords } from "../../src/testing/sample-records.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { FakeDestination } from "../support/fake-destination.js";
import { opened } from "../support/opened.js";

function spooledHandler(options: SpoolOptions = {}, folder = temporaryFolder()) {
  const destination = new FakeDestination();
  const handler = new SpooledHandler(destination, { retryDelay: 1, maxRetryDelay: 1, ...options });
  const messages = opened(handler, folder);
  return { folder, spool: join(folder, "spool/SpooledHandler"), destination, handler, messages };
}

/** A destination that cannot be reached until it is told otherwise. */
function away(destination: FakeDestination): { return(): void } {
  destination.before = () => {
    throw new RetryLater("it is away");
  };
  return {
    return() {
      destination.before = () => {};
    },
  };
}

describe("events", () => {
  test("are delivered in their order, in batches", async () => {
    const { handler, destination } = spooledHandler({ batchEvents: 100 });
    for (const record of sampleRecords(1000)) handler.handle(record);
    await handler.flush("delivered");
    expect(destination.numbers).toEqual([...Array(1000).keys()]);
    expect(Math.max(...destination.attempts)).toBe(100);
    await handler.close();
  });

  test("wait while the destination is away, and are delivered when it is back", async () => {
    const { handler, destination, messages } = spooledHandler();
    const outage = away(destination);
    for (const record of sampleRecords(10)) handler.handle(record);
    await handler.keep(sampleRecord(10));
    await expect(handler.flush("delivered")).rejects.toThrow("cannot deliver: it is away");
    expect(destination.lines).toEqual([]);
    outage.return();
    await handler.keep(sampleRecord(11), "delivered");
    expect(destination.numbers).toEqual([...Array(12).keys()]);
    expect(messages).toEqual(["cannot deliver: it is away; events wait in the spool", "delivers again"]);
    await handler.close();
  });

  test("that are left when a handler closes are sent by the next one on that spool", async () => {
    const first = spooledHandler();
    away(first.destination);
    for (const record of sampleRecords(10)) first.handler.handle(record);
    await first.handler.close();
    const second = spooledHandler({}, first.folder);
    second.handler.handle(sampleRecord(10));
    await second.handler.flush("delivered");
    expect(second.destination.numbers).toEqual([...Array(11).keys()]);
    await second.handler.close();
    expect(readdirSync(second.spool)).toEqual(["confirmed"]);
  });

  test("that are refused for good go to the dead-letter file with the reason, and hold up none", async () => {
    const { handler, destination, spool } = spooledHandler();
    destination.answer = (batch) => ({
      refused: batch
        .filter(({ line }) => JSON.parse(line).number === 1)
        .map((event) => ({ event, reason: "no odd number" })),
    });
    const outcomes = await Promise.allSettled(
      sampleRecords(3).map((record) => handler.keep(record, "delivered")),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(destination.numbers).toEqual([0, 2]);
    expect(existsSync(join(spool, "dead-letter.log"))).toBe(true);
    const letter = JSON.parse(readFileSync(join(spool, "dead-letter.log"), "utf8"));
    expect(letter).toMatchObject({ reason: "no odd number", event: { number: 1 } });
    expect(handler.statistics).toMatchObject({ handled: 3, confirmed: 2, deadLettered: 1, dropped: 0 });
    await handler.close();
  });
});
