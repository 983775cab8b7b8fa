import { mkdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BatchRefused, RetryLater, type SpooledEvent } from "../../src/index.js";
import { sampleRecord, sampleRecords } from "../../src/testing/sample-records.js";
import { sendAway, spooledHandler } from "../support/spooled.js";

const numberOf = ({ line }: SpooledEvent): number => JSON.parse(line).number;
const deadLetters = (spool: string): { reason: string; event: { number: number } }[] =>
  readFileSync(join(spool, "dead-letter.log"), "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));

describe("a batch that is refused as a whole", () => {
  test("is halved until the events to blame are found; all others arrive, in order", async () => {
    const { handler, destination, spool } = spooledHandler();
    const bad = new Set([3, 64, 99]);
    destination.before = (batch) => {
      if (batch.some((event) => bad.has(numberOf(event)))) throw new BatchRefused("a field is too long");
    };
    for (const record of sampleRecords(100)) handler.handle(record);
    await handler.flush("delivered");
    expect(destination.numbers).toEqual([...Array(100).keys()].filter((number) => !bad.has(number)));
    expect(deadLetters(spool).map(({ reason, event }) => [reason, event.number])).toEqual(
      [...bad].map((number) => ["a field is too long", number]),
    );
    expect(handler.statistics).toMatchObject({ confirmed: 97, deadLettered: 3, dropped: 0 });
  });

  test("and then is refused for now is tried again from there on", async () => {
    const { handler, destination } = spooledHandler();
    let calls = 0;
    destination.before = () => {
      calls++;
      if (calls === 1) throw new BatchRefused("too many");
      if (calls === 3) throw new RetryLater("busy");
    };
    for (const record of sampleRecords(10)) handler.handle(record);
    await handler.keep(sampleRecord(10), "delivered");
    expect(destination.numbers).toEqual([...Array(11).keys()]);
  });
});

describe("the dead-letter file", () => {
  test("is not passed by: while it cannot be written, the event stays in the spool", async () => {
    const { handler, destination, spool } = spooledHandler();
    mkdirSync(join(spool, "dead-letter.log"));
    destination.answer = (batch) => ({ refused: batch.map((event) => ({ event, reason: "no" })) });
    const kept = handler.keep(sampleRecord(0), "delivered").catch((error: Error) => error.message);
    await expect(handler.flush("delivered")).rejects.toThrow("dead-letter.log: is a folder");
    expect(handler.statistics).toMatchObject({ confirmed: 0, deadLettered: 0 });
    rmdirSync(join(spool, "dead-letter.log"));
    expect(await kept).toBe("the destination refuses the event for good; it is in the dead-letter file");
    expect(deadLetters(spool)).toHaveLength(1);
    // Only the file was tried again.
    expect(destination.attempts).toEqual([1]);
  });

  test("is bounded: what does not fit is dropped and counted", async () => {
    const { handler, destination, spool, dropped } = spooledHandler({
      maxBytes: 64 * 1024,
      batchEvents: 100,
    });
    destination.answer = (batch) => ({ refused: batch.map((event) => ({ event, reason: "no" })) });
    for (let first = 0; first < 1000; first += 100) {
      for (const record of sampleRecords(100, first)) handler.handle(record);
      await handler.flush("delivered");
    }
    expect(readFileSync(join(spool, "dead-letter.log")).length).toBeLessThan(128 * 1024);
    expect(dropped()).toBeGreaterThan(100);
    expect((handler.statistics.deadLettered ?? 0) + dropped()).toBe(1000);
  });
});

describe("a failure", () => {
  test("of a connection is told in words; what it says itself is not", async () => {
    const { handler, destination, messages } = spooledHandler();
    const secret = "https://user:password@host.example";
    destination.before = () => {
      destination.before = () => {};
      throw new TypeError(`fetch failed: ${secret}`, {
        cause: Object.assign(new Error(secret), { code: "ECONNREFUSED" }),
      });
    };
    await handler.keep(sampleRecord(0), "delivered");
    expect(messages).toEqual([
      "cannot deliver: nobody listens there (ECONNREFUSED); events wait in the spool",
      "delivers again",
    ]);
  });

  test("that has no code is told by its kind only", async () => {
    const { handler, destination, messages } = spooledHandler();
    destination.before = () => {
      destination.before = () => {};
      throw new RangeError("a part of an event");
    };
    await handler.keep(sampleRecord(0), "delivered");
    expect(messages[0]).toBe("cannot deliver: sending failed (RangeError); events wait in the spool");
  });

  test("that comes and goes with another is told of once each", async () => {
    const { handler, destination, messages } = spooledHandler();
    let calls = 0;
    destination.before = () => {
      calls++;
      if (calls <= 6) throw new RetryLater(calls % 2 === 0 ? "busy" : "away");
    };
    await handler.keep(sampleRecord(0), "delivered");
    expect(messages).toEqual([
      "cannot deliver: away; events wait in the spool",
      "cannot deliver: busy; events wait in the spool",
      "delivers again",
    ]);
  });

  test("brings the same events again, in the same order", async () => {
    const { handler, destination } = spooledHandler({ batchEvents: 4 });
    const seen: number[][] = [];
    destination.before = (batch) => {
      seen.push(batch.map(numberOf));
      if (seen.length === 2) throw new RetryLater("the answer was lost");
    };
    for (const record of sampleRecords(10)) handler.handle(record);
    await handler.keep(sampleRecord(10), "delivered");
    expect(seen).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [4, 5, 6, 7],
      [8, 9, 10],
    ]);
  });
});

describe("time", () => {
  test("for a batch is bounded: it is aborted and sent again", async () => {
    const { handler, destination, messages } = spooledHandler({ timeout: 5 });
    let reason: unknown;
    destination.before = (_, signal) => {
      destination.before = () => {};
      return new Promise((_, reject) =>
        signal.addEventListener("abort", () => {
          reason = signal.reason;
          reject(new Error("aborted"));
        }),
      );
    };
    await handler.keep(sampleRecord(0), "delivered");
    expect(reason).toBeInstanceOf(RetryLater);
    expect(messages[0]).toBe(
      "cannot deliver: the destination has not confirmed within 5 ms; events wait in the spool",
    );
    expect(destination.numbers).toEqual([0]);
  });

  test("that the destination asks for is granted: not even a flush comes before it is over", async () => {
    const { handler, destination } = spooledHandler();
    destination.before = () => {
      throw new RetryLater("busy", { delay: 3_600_000 });
    };
    handler.handle(sampleRecord(0));
    await expect(handler.flush("delivered")).rejects.toThrow("busy");
    await expect(handler.flush("delivered")).rejects.toThrow("busy");
    expect(destination.attempts).toEqual([1]);
    await handler.close();
    expect(destination.attempts).toEqual([1]);
  });

  test("to wait for more events makes one batch of what comes in pieces", async () => {
    const { handler, destination } = spooledHandler({ linger: 3_600_000, batchEvents: 3 });
    for (const record of sampleRecords(2)) await handler.keep(record);
    expect(destination.attempts).toEqual([]);
    await handler.keep(sampleRecord(2));
    await handler.flush("delivered");
    expect(destination.attempts).toEqual([3]);
  });

  test("between tries is cut short by a flush", async () => {
    const { handler, destination } = spooledHandler({ retryDelay: 3_600_000, maxRetryDelay: 3_600_000 });
    const comeBack = sendAway(destination);
    handler.handle(sampleRecord(0));
    await expect(handler.flush("delivered")).rejects.toThrow("away");
    comeBack();
    await handler.flush("delivered");
    expect(destination.numbers).toEqual([0]);
  });
});
