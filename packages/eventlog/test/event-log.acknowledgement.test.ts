import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  type Acknowledgement,
  EventLog,
  EventLogError,
  type EventLogOptions,
  type Handler,
  MemoryHandler,
} from "../src/index.js";

const schemaOf = ($id: string) => ({ $id, version: 1, properties: { number: { type: "integer" } } });

/** A handler that notes how far events are asked to come. */
function noting(name: string, notes: string[], more: Partial<Handler> = {}): Handler {
  return {
    name,
    handle: (record) => void notes.push(`${name} handle ${record.schema}`),
    keep: async (record, level) => void notes.push(`${name} keep ${record.schema} ${level}`),
    flush: async (level) => void notes.push(`${name} flush ${level}`),
    close: async () => {},
    ...more,
  };
}

function logOf(options: EventLogOptions) {
  const log = new EventLog({ allowedSchemas: ["a", "b"], onProblem: () => {}, ...options });
  for (const id of ["a", "b"]) log.registerSchema(schemaOf(id));
  return log;
}

describe("how far an event has to come", () => {
  test.each<
    [string, EventLogOptions["ack"], Acknowledgement | undefined, Acknowledgement | undefined, string]
  >([
    ["durable by default", undefined, undefined, undefined, "durable"],
    ["as the log says", "accepted", undefined, undefined, "accepted"],
    ["as the handler says", "accepted", "delivered", undefined, "delivered"],
    ["less, where the sender asks for less", "durable", "delivered", "accepted", "accepted"],
    ["no more, where the sender asks for more", "durable", undefined, "delivered", "durable"],
  ])("%s", async (_, ofLog, ofHandler, asked, level) => {
    const notes: string[] = [];
    const handler = noting("h", notes);
    const routed = ofHandler === undefined ? handler : { handler, ack: ofHandler };
    const log = logOf({ handlers: [routed], ...(ofLog && { ack: ofLog }) });
    const options = asked === undefined ? {} : { ack: asked };
    await log.recordEventKept("a", 1, {}, options);
    await log.recordEventsKept([{ schema: "b", version: 1, event: {} }], options);
    await log.settled(options);
    expect(notes).toEqual([`h keep a ${level}`, `h keep b ${level}`, `h flush ${level}`]);
  });

  test.each(["always", "", null])("is none of %o", (ack) => {
    const wrong = { ack: ack as Acknowledgement };
    expect(() => new EventLog(wrong)).toThrow("an ack is one of accepted, durable, delivered");
    const log = logOf({});
    expect(() => log.registerHandler(new MemoryHandler(), wrong)).toThrow(EventLogError);
  });
});

describe("a handler that takes only some schemas", () => {
  const routed = () => {
    const notes: string[] = [];
    const handlers = [noting("all", notes), { handler: noting("only-b", notes), schemas: ["b"] }];
    return { notes, log: logOf({ handlers }) };
  };

  test("gets no other events", async () => {
    const { log, notes } = routed();
    log.recordEvent("a", 1, {});
    log.recordEvent("b", 1, {});
    await log.recordEventKept("a", 1, {});
    await log.recordEventKept("b", 1, {});
    expect(notes).toEqual([
      ...["all handle a", "all handle b", "only-b handle b"],
      ...["all keep a durable", "all keep b durable", "only-b keep b durable"],
    ]);
  });

  test("is told of its own events in a batch, and blamed for them alone", async () => {
    const refusing = noting("only-b", [], { keep: async () => Promise.reject(new Error("no room")) });
    const log = logOf({ handlers: [new MemoryHandler(), { handler: refusing, schemas: ["b"] }] });
    const outcomes = await log.recordEventsKept(
      ["a", "b", "a"].map((schema) => ({ schema, version: 1, event: {} })),
    );
    expect(outcomes.map((outcome) => outcome instanceof EventLogError)).toEqual([false, true, false]);
  });

  test("leaves nobody to take the others, where it is the only one", () => {
    const log = logOf({ handlers: [{ handler: new MemoryHandler(), schemas: ["b"] }] });
    expect(log.recordEvent("a", 1, {})).toBeUndefined();
    expect(log.recordEvent("b", 1, {})).toBeDefined();
  });

  test("needs a list of ids", () => {
    const schemas = "b" as unknown as string[];
    expect(() => logOf({ handlers: [{ handler: new MemoryHandler(), schemas }] })).toThrow(
      "the schemas of a handler are a list of schema ids",
    );
  });
});

test("handlers come and go while events flow", async () => {
  const log = logOf({});
  expect(log.recordEvent("a", 1, { number: 1 })).toBeUndefined();
  const memory = new MemoryHandler();
  log.registerHandler(memory);
  log.recordEvent("a", 1, { number: 2 });
  await log.removeHandler(memory);
  expect(log.recordEvent("a", 1, { number: 3 })).toBeUndefined();
  expect(memory.events.map(({ number }) => number)).toEqual([2]);
});

test("statistics count what was recorded, refused, denied and unknown", () => {
  const log = logOf({ handlers: [new MemoryHandler()], allowedSchemas: ["a"] });
  log.recordEvent("a", 1, { number: 1 });
  log.recordEvent("b", 1, { number: 1 });
  expect(() => log.recordEvent("a", 1, { number: "x" })).toThrow("must be integer");
  expect(() => log.recordEvent("c", 1, {})).toThrow("is not registered");
  expect(log.statistics).toEqual({
    schemas: [
      { schema: "a", version: 1, recorded: 1, refused: 1, denied: 0 },
      { schema: "b", version: 1, recorded: 0, refused: 0, denied: 1 },
    ],
    unknownSchema: 1,
    handlers: [{ name: "MemoryHandler", position: 0, handled: 1, confirmed: 1, dropped: 0 }],
  });
});

describe("events that a handler drops", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  const dropped = {
    $id: "daybook/dropped-events",
    version: 1,
    properties: { handler: {}, count: { type: "integer" }, since: { type: "string" } },
  };

  /** A handler that is full, or not. */
  function fullHandler() {
    const state = { full: true, taken: [] as string[] };
    let drop = (_count: number): void => {};
    const handler: Handler = {
      name: "full",
      open: (context) => {
        drop = (count) => context.dropped?.(count);
      },
      handle: ({ line }) => {
        if (state.full) drop(1);
        else state.taken.push(line);
      },
      flush: async () => {},
      close: async () => {},
    };
    return { handler, state };
  }

  function droppingLog(allowedSchemas = ["a", dropped.$id]) {
    const { handler, state } = fullHandler();
    const other = new MemoryHandler();
    const log = logOf({ handlers: [handler, other], allowedSchemas });
    log.registerSchema(dropped);
    const told = () => other.events.filter(({ __schema__ }) => __schema__ === dropped.$id);
    return { log, state, told };
  }

  test("are told of at the others, together, and at itself once it takes events again", async () => {
    const { log, state, told } = droppingLog();
    for (let number = 0; number < 3; number++) log.recordEvent("a", 1, { number });
    expect(told()).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(told().map(({ handler, count }) => [handler, count])).toEqual([["full", 3]]);
    log.recordEvent("a", 1, { number: 4 });
    vi.advanceTimersByTime(1000);
    state.full = false;
    vi.advanceTimersByTime(1000);
    expect(state.taken.map((line) => JSON.parse(line).count)).toEqual([4]);
    expect(told().map(({ count }) => count)).toEqual([3, 1]);
    vi.advanceTimersByTime(10_000);
    expect(state.taken).toHaveLength(1);
  });

  test("are told of when the log closes", async () => {
    const { log, told } = droppingLog();
    log.recordEvent("a", 1, {});
    await log.close();
    expect(told()).toHaveLength(1);
  });

  test("leave no event where the operator has not allowed it", () => {
    const { log, state, told } = droppingLog(["a"]);
    log.recordEvent("a", 1, {});
    vi.advanceTimersByTime(1000);
    state.full = false;
    vi.advanceTimersByTime(1000);
    expect([told(), state.taken]).toEqual([[], []]);
  });
});
