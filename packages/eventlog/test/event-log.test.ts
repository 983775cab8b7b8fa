import { describe, expect, test, vi } from "vitest";
import {
  EventLog,
  EventLogError,
  type EventLogOptions,
  type EventRecord,
  type Handler,
  InvalidEventError,
  MemoryHandler,
  UnknownSchemaError,
} from "../src/index.js";

const door = {
  $id: "example.org/door",
  version: 1,
  properties: {
    open: { type: "boolean", categories: ["unrestricted"] },
    who: { categories: ["pii"] },
    list: { categories: ["unrestricted"] },
  },
};

function doorLog(options: EventLogOptions = {}) {
  const memory = new MemoryHandler();
  const log = new EventLog({ handlers: [memory], allowedSchemas: [door.$id], ...options });
  log.registerSchema(door);
  return { log, memory };
}

describe("recording", () => {
  test("hands over the capsule, then the properties that policy admits", () => {
    const { log, memory } = doorLog();
    const recorded = log.recordEvent(
      door.$id,
      1,
      { open: true, who: "ada" },
      { timestamp: "2026-11-23T06:39:42+00:00" },
    );
    expect(memory.records[0]?.line).toBe(
      '{"__timestamp__":"2026-11-23T06:39:42Z","__schema__":"example.org/door","__schema_version__":1,"__metadata_version__":1,"open":true,"who":null}',
    );
    expect(recorded).toEqual(memory.events[0]);
    expect(memory.records[0]).toMatchObject({
      schema: door.$id,
      version: 1,
      timestamp: "2026-11-23T06:39:42Z",
    });
  });

  test("takes the current time where none is given", () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 15, 9, 30) });
    try {
      const { log, memory } = doorLog();
      log.recordEvent(door.$id, 1, {});
      expect(memory.events[0]?.__timestamp__).toBe("2026-01-15T09:30:00.000Z");
    } finally {
      vi.useRealTimers();
    }
  });

  test.each([
    ["a list", []],
    ["null", null],
    ["a text", "open"],
    ["nothing", undefined],
  ])("refuses %s for an event", (_, event) => {
    const { log } = doorLog();
    expect(() => log.recordEvent(door.$id, 1, event as object)).toThrow("the event must be object");
    expect(() => log.recordEvent(door.$id, 1, event as object)).toThrow(InvalidEventError);
  });

  test("refuses a wrong timestamp", () => {
    const { log, memory } = doorLog();
    const record = () => log.recordEvent(door.$id, 1, {}, { timestamp: "yesterday" });
    expect(record).toThrow(EventLogError);
    expect(record).toThrow("must be RFC 3339");
    expect(memory.records).toEqual([]);
  });
});

describe("objects", () => {
  test("of the caller stay as they are", () => {
    const { log } = doorLog();
    const event = Object.freeze({
      open: true,
      who: "ada",
      list: Object.freeze([1]),
      extra: Object.freeze({}),
    });
    log.recordEvent(door.$id, 1, event);
    expect(event).toEqual({ open: true, who: "ada", list: [1], extra: {} });
  });

  test("of the caller, the one returned, a handler's and a listener's are not the same", () => {
    const { log, memory } = doorLog();
    const seen: EventRecord[] = [];
    log.addListener((record) => void seen.push(record));
    const event = { list: ["first"] };
    const recorded = log.recordEvent(door.$id, 1, event);
    event.list.push("caller");
    (recorded?.list as string[]).push("returned");
    (memory.events[0]?.list as string[]).push("handler");
    (seen[0]?.event.list as string[]).push("listener");
    expect(memory.events[0]?.list).toEqual(["first"]);
    expect(seen[0]?.event.list).toEqual(["first"]);
  });
});

describe("nothing is recorded, and undefined returned,", () => {
  test("where the schema is not allowed, whatever the event is", () => {
    const { log, memory } = doorLog({ allowedSchemas: [] });
    expect(log.recordEvent(door.$id, 1, { open: "not even valid" }, { timestamp: "wrong" })).toBeUndefined();
    expect(memory.records).toEqual([]);
    expect(log.isAllowed(door.$id, 1)).toBe(false);
  });

  test("where nobody takes events", async () => {
    const { log } = doorLog({ handlers: [] });
    expect(log.recordEvent(door.$id, 1, {})).toBeUndefined();
    expect(await log.recordEventKept(door.$id, 1, {})).toBeUndefined();
    expect(log.isAllowed(door.$id, "1")).toBe(true);
  });

  test("but a listener is somebody", () => {
    const { log } = doorLog({ handlers: [] });
    log.addListener(() => {});
    expect(log.recordEvent(door.$id, 1, {})).toBeDefined();
  });
});

test("an unknown schema or version throws, also where nothing is allowed and nobody takes events", () => {
  const log = new EventLog();
  expect(() => log.recordEvent(door.$id, 1, {})).toThrow(UnknownSchemaError);
  log.registerSchema(door);
  expect(() => log.recordEvent(door.$id, 2, {})).toThrow(UnknownSchemaError);
  expect(() => log.isAllowed(door.$id, 2)).toThrow(UnknownSchemaError);
});

describe("a closed log", () => {
  test("records nothing more and says so", async () => {
    const { log, memory } = doorLog();
    log.recordEvent(door.$id, 1, {});
    await log.close();
    expect(() => log.recordEvent(door.$id, 1, {})).toThrow("the event log is closed");
    await expect(log.recordEventKept(door.$id, 1, {})).rejects.toMatchObject({ code: "log-closed" });
    expect(() => log.registerHandler(new MemoryHandler())).toThrow("the event log is closed");
    expect(memory.records).toHaveLength(1);
  });

  test("may be closed and flushed again", async () => {
    const { log } = doorLog();
    await Promise.all([log.close(), log.close()]);
    await log.close();
    await log.flush();
  });
});

describe("handlers", () => {
  test("get events from when they are added until they are removed", async () => {
    const { log, memory } = doorLog();
    const late = new MemoryHandler();
    log.recordEvent(door.$id, 1, { open: true });
    log.registerHandler(late);
    log.registerHandler(late);
    log.recordEvent(door.$id, 1, { open: false });
    await log.removeHandler(memory);
    await log.removeHandler(memory);
    log.recordEvent(door.$id, 1, {});
    expect(memory.events.map(({ open }) => open)).toEqual([true, false]);
    expect(late.events.map(({ open }) => open)).toEqual([false, undefined]);
    expect(log.handlers).toEqual([late]);
  });

  test("can be removed while they are gone through", async () => {
    const { log } = doorLog();
    log.registerHandler(new MemoryHandler());
    for (const handler of log.handlers) await log.removeHandler(handler);
    expect(log.handlers).toEqual([]);
  });

  test("that opened are closed again where a later one cannot", async () => {
    const closed: string[] = [];
    const first: Handler = {
      handle() {},
      async flush() {},
      close: async () => void closed.push("first"),
    };
    const second: Handler = {
      ...first,
      open() {
        throw new Error("no such folder");
      },
    };
    expect(() => new EventLog({ handlers: [first, second] })).toThrow("no such folder");
    expect(closed).toEqual(["first"]);
  });

  test("without the methods of one are refused at once, naming them", () => {
    expect(() => new EventLog({ handlers: [{ handle() {} } as never] })).toThrow(
      "a handler needs flush(), close()",
    );
    expect(() => new EventLog({ handlers: [null as never] })).toThrow(
      "a handler needs handle(), flush(), close()",
    );
  });
});

test("withheld values are in no line, no returned event and no record", () => {
  const { log, memory } = doorLog();
  const recorded = log.recordEvent(door.$id, 1, { who: "do-not-tell", "do-tell": "do-not-tell" });
  expect(JSON.stringify([recorded, memory.records, memory.events])).not.toContain("do-not-tell");
});
