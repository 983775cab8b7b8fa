import { expect, test } from "vitest";
import {
  EventLog,
  type EventRecord,
  type Handler,
  InvalidEventError,
  MemoryHandler,
  UnavailableError,
  UnknownSchemaError,
} from "../src/index.js";

const door = { $id: "example.org/door", version: 1, properties: { number: { type: "integer" } } };
const window = { ...door, $id: "example.org/window" };

function logWith(...handlers: Handler[]): EventLog {
  const log = new EventLog({ handlers, allowedSchemas: [door.$id], onProblem: () => {} });
  log.registerSchema(door);
  log.registerSchema(window);
  return log;
}

const event = (number: unknown, schema = door.$id) => ({ schema, version: 1, event: { number } });
const numbers = (records: readonly EventRecord[]) => records.map((record) => record.event.number);

test("each event has the outcome that it would have alone, and stands in no other's way", async () => {
  const memory = new MemoryHandler();
  const outcomes = await logWith(memory).recordEventsKept([
    event(1),
    event("two"),
    event(3, "example.org/unknown"),
    event(4, window.$id),
    { ...event(5), timestamp: "yesterday" },
    { ...event(6), timestamp: "2026-11-23T06:39:42Z" },
  ]);
  expect(outcomes).toEqual([
    "recorded",
    expect.any(InvalidEventError),
    expect.any(UnknownSchemaError),
    "not-allowed",
    expect.objectContaining({ code: "invalid-timestamp" }),
    "recorded",
  ]);
  expect(numbers(memory.records)).toEqual([1, 6]);
  expect(memory.events[1]?.__timestamp__).toBe("2026-11-23T06:39:42Z");
});

test("a handler that refuses some is no reason to refuse the others, and listeners hear of what was kept", async () => {
  const heard: EventRecord[] = [];
  const odd: Handler = {
    name: "odd",
    handle() {},
    async keep({ event }) {
      if (event.number === 2) throw new Error("no room");
    },
    async flush() {},
    async close() {},
  };
  const memory = new MemoryHandler();
  const log = logWith(odd, memory);
  log.addListener((record) => void heard.push(record));
  const outcomes = await log.recordEventsKept([event(1), event(2), event(3)]);
  expect(outcomes.map((outcome) => outcome instanceof UnavailableError)).toEqual([false, true, false]);
  expect(outcomes[1]).toMatchObject({
    message: "odd could not keep the event",
    cause: { message: "no room" },
  });
  expect(numbers(memory.records)).toEqual([1, 2, 3]);
  expect(numbers(heard)).toEqual([1, 3]);
});

test("a handler gets all of them before it is waited for", async () => {
  const waiting: (() => void)[] = [];
  const slow: Handler = {
    handle() {},
    keep: () => new Promise((resolve) => waiting.push(resolve)),
    async flush() {},
    async close() {},
  };
  const outcomes = logWith(slow).recordEventsKept([event(1), event(2), event(3)]);
  expect(waiting).toHaveLength(3);
  for (const resolve of waiting) resolve();
  expect(await outcomes).toHaveLength(3);
});

test("a handler that can only flush is flushed once; where it cannot, none is kept", async () => {
  let flushes = 0;
  const flushing: Handler = {
    handle() {},
    async flush() {
      if (++flushes === 2) throw new Error("no room");
    },
    async close() {},
  };
  const log = logWith(flushing);
  expect(await log.recordEventsKept([event(1), event(2)])).toEqual(["recorded", "recorded"]);
  expect(flushes).toBe(1);
  const outcomes = await log.recordEventsKept([event(3), event(4)]);
  expect(outcomes).toEqual([expect.any(UnavailableError), expect.any(UnavailableError)]);
});

test("a log that nobody listens to records none of them, and a closed one says so of each", async () => {
  const log = logWith();
  expect(await log.recordEventsKept([event(1), event(2)])).toEqual(["unheard", "unheard"]);
  await log.close();
  const closed = expect.objectContaining({ code: "log-closed" });
  expect(await log.recordEventsKept([event(1), event(2)])).toEqual([closed, closed]);
});
