import { expect, test } from "vitest";
import { type EventRecord, type Handler, MemoryHandler } from "../../src/index.js";
import { sampleRecord, sampleRecords } from "../../src/testing/sample-records.js";
import { opened } from "../support/opened.js";

const numbers = (handler: MemoryHandler) => handler.events.map((event) => event.number);

function handleAll(handler: Handler, records: readonly EventRecord[]): void {
  for (const record of records) handler.handle(record);
}

test("holds the latest events, the oldest first", () => {
  const handler = new MemoryHandler(3);
  handleAll(handler, sampleRecords(5));
  expect(numbers(handler)).toEqual([2, 3, 4]);
});

test("what is looked at does not change afterwards", () => {
  const handler = new MemoryHandler(2);
  handleAll(handler, sampleRecords(2));
  const { records } = handler;
  handler.handle(sampleRecord(2));
  expect(records).toHaveLength(2);
  expect(records[0]?.event.number).toBe(0);
});

test("forgets when it is told to", () => {
  const handler = new MemoryHandler();
  handleAll(handler, sampleRecords(5));
  handler.clear();
  expect(handler.records).toEqual([]);
});

test("can still be looked at when it is closed", async () => {
  const handler = new MemoryHandler();
  handleAll(handler, sampleRecords(2));
  await handler.close();
  expect(numbers(handler)).toEqual([0, 1]);
});

test("passes portions on when they are full, and the rest at flush", async () => {
  const target = new MemoryHandler();
  const handler = new MemoryHandler(3, { target });
  handleAll(handler, sampleRecords(4));
  expect(numbers(target)).toEqual([0, 1, 2]);
  await handler.flush();
  expect(numbers(target)).toEqual([0, 1, 2, 3]);
});

test("passes the rest on when it is closed, and closes the target", async () => {
  const target = new MemoryHandler();
  const handler = new MemoryHandler(3, { target });
  handleAll(handler, sampleRecords(2));
  await handler.close();
  target.handle(sampleRecord(2));
  expect(numbers(target)).toEqual([0, 1]);
});

test("drops the rest when it is closed without flushOnClose", async () => {
  const target = new MemoryHandler();
  const handler = new MemoryHandler(3, { target, flushOnClose: false });
  handleAll(handler, sampleRecords(4));
  await handler.close();
  await handler.flush();
  expect(numbers(target)).toEqual([0, 1, 2]);
});

test("opens its target with the same context", () => {
  const contexts: unknown[] = [];
  const target: Handler = {
    open: (context) => void contexts.push(context.directory),
    handle() {},
    async flush() {},
    async close() {},
  };
  opened(new MemoryHandler(3, { target }), "here");
  expect(contexts).toEqual(["here"]);
});

test("an event whose sender waits goes through, behind those that are held", async () => {
  const target = new MemoryHandler();
  const handler = new MemoryHandler(10, { target });
  handleAll(handler, sampleRecords(2));
  await handler.keep(sampleRecord(2));
  expect(numbers(target)).toEqual([0, 1, 2]);
});

test("a target that throws gets the rest of the portion all the same, and is told of", async () => {
  const taken: unknown[] = [];
  const target: Handler = {
    handle({ event }) {
      if (event.number === 1) throw new Error("not this one");
      taken.push(event.number);
    },
    async flush() {},
    async close() {},
  };
  const handler = new MemoryHandler(3, { target });
  const messages = opened(handler);
  handleAll(handler, sampleRecords(3));
  expect(taken).toEqual([0, 2]);
  expect(messages).toEqual(["not this one"]);
});

test("takes capacity and flushOnClose from a configuration file", () => {
  const handler = MemoryHandler.fromOptions({ capacity: 1 });
  handleAll(handler, sampleRecords(2));
  expect(numbers(handler)).toEqual([1]);
});

test.each([0, -1, 1.5, Number.NaN, "3"])("a capacity of %s is refused", (capacity) => {
  expect(() => new MemoryHandler(capacity as number)).toThrow("a capacity of at least 1");
});

test("a target that is no handler is refused", () => {
  expect(() => new MemoryHandler(1, { target: {} as Handler })).toThrow("needs handle(), flush(), close()");
});
