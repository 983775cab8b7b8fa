import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SpooledHandler } from "../../src/index.js";
import { sampleRecord, sampleRecords } from "../../src/testing/sample-records.js";
import { FakeDestination } from "../support/fake-destination.js";
import { holdUp, sendAway, spooledHandler } from "../support/spooled.js";

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
    const comeBack = sendAway(destination);
    for (const record of sampleRecords(10)) handler.handle(record);
    await handler.keep(sampleRecord(10));
    await expect(handler.flush("delivered")).rejects.toThrow("cannot deliver: it is away");
    expect(destination.lines).toEqual([]);
    comeBack();
    await handler.keep(sampleRecord(11), "delivered");
    expect(destination.numbers).toEqual([...Array(12).keys()]);
    expect(messages).toEqual(["cannot deliver: it is away; events wait in the spool", "delivers again"]);
    await handler.close();
  });

  test("that are left when a handler closes are sent by the next one on that spool", async () => {
    const first = spooledHandler();
    sendAway(first.destination);
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

describe("keep", () => {
  test("at accepted does not wait for the disk", async () => {
    const { handler, destination } = spooledHandler();
    await handler.keep(sampleRecord(0), "accepted");
    expect(destination.attempts).toEqual([]);
    await handler.flush("delivered");
    expect(destination.numbers).toEqual([0]);
  });

  test("before the handler is opened rejects and says what to do", async () => {
    const handler = new SpooledHandler(new FakeDestination());
    await expect(handler.keep(sampleRecord(0))).rejects.toThrow(
      "not opened: give the handler to an EventLog first",
    );
    handler.handle(sampleRecord(1));
    expect(handler.statistics).toMatchObject({ handled: 1, dropped: 1 });
    await handler.close();
  });
});

describe("close", () => {
  test("gives a destination that hangs so much time, and keeps what is left", async () => {
    const first = spooledHandler({ closeTimeout: 20 });
    let aborted = false;
    first.destination.before = (_, signal) =>
      new Promise(() => signal.addEventListener("abort", () => (aborted = true)));
    const kept = first.handler.keep(sampleRecord(0), "delivered").catch((error: Error) => error.message);
    await first.handler.flush();
    await first.handler.close();
    expect(aborted).toBe(true);
    expect(first.destination.closed).toBe(1);
    expect(await kept).toBe("closed; the event waits in the spool and is sent after the next start");
    const second = spooledHandler({}, first.folder);
    await second.handler.flush("delivered");
    expect(second.destination.numbers).toEqual([0]);
  });

  test("with no time to deliver only makes sure that all is on disk", async () => {
    const { handler, destination, folder } = spooledHandler({ closeTimeout: 0 });
    for (const record of sampleRecords(10)) handler.handle(record);
    await handler.close();
    expect(destination.lines).toEqual([]);
    const next = spooledHandler({}, folder);
    await next.handler.flush("delivered");
    expect(next.destination.numbers).toEqual([...Array(10).keys()]);
  });

  test("waits for a batch that is under way", async () => {
    const { handler, destination } = spooledHandler();
    const answer = holdUp(destination);
    handler.handle(sampleRecord(0));
    await handler.flush();
    const closing = handler.close();
    answer();
    await closing;
    expect(destination.numbers).toEqual([0]);
  });
});

test("a slow destination delays neither the caller nor what waits for the disk", async () => {
  const { handler, destination } = spooledHandler();
  const answer = holdUp(destination);
  for (const record of sampleRecords(100)) handler.handle(record);
  await handler.keep(sampleRecord(100));
  await handler.flush("durable");
  expect(destination.lines).toEqual([]);
  answer();
  await handler.flush("delivered");
  expect(destination.numbers).toHaveLength(101);
});

test("statistics tell what waits, and for how long", async () => {
  const { handler, destination } = spooledHandler();
  const comeBack = sendAway(destination);
  for (const record of sampleRecords(3)) handler.handle(record);
  await expect(handler.flush("delivered")).rejects.toThrow("away");
  const waiting = handler.statistics;
  expect(waiting).toMatchObject({ handled: 3, confirmed: 0, dropped: 0 });
  expect(waiting.spoolBytes).toBeGreaterThan(600);
  expect(waiting.spoolAge).toBeGreaterThanOrEqual(0);
  comeBack();
  await handler.keep(sampleRecord(3), "delivered");
  expect(handler.statistics).toMatchObject({ handled: 4, confirmed: 4, spoolBytes: 0, spoolAge: 0 });
  expect(handler.statistics.retried).toBeGreaterThan(0);
});

test.each([
  [{ whenFull: "drop" as "fail" }, "the whenFull of a SpooledHandler is block or drop-oldest or fail"],
  [{ maxBytes: 10 }, "the maxBytes of a SpooledHandler is a whole number of at least 65536"],
  [{ timeout: 0 }, "the timeout of a SpooledHandler is a whole number of at least 1 and at most 86400000"],
  [{ spool: "" }, "the spool of a SpooledHandler is the name of a folder"],
])("a wrong option is an error that names it: %j", (options, message) => {
  expect(() => new SpooledHandler(new FakeDestination(), options)).toThrow(message);
});

test("two handlers on one spool are an error when the second opens", () => {
  const { folder } = spooledHandler();
  expect(() => spooledHandler({}, folder)).toThrow("in use by another handler of this process");
});
