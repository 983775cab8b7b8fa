import { afterEach, describe, expect, test, vi } from "vitest";
import { EventLog, type Handler, MemoryHandler, type Problem, UnavailableError } from "../src/index.js";

afterEach(() => {
  vi.restoreAllMocks();
});

const door = { $id: "example.org/door", version: 1, properties: { number: {} } };

function logWith(...handlers: Handler[]) {
  const problems: Problem[] = [];
  const log = new EventLog({
    handlers,
    allowedSchemas: [door.$id],
    onProblem: (problem) => void problems.push(problem),
  });
  log.registerSchema(door);
  const told = () => problems.map(({ source, error }) => `${source}: ${error.message}`);
  return { log, told };
}

/** A handler that does nothing but for what a test has it do. */
const handlerOf = (methods: Partial<Handler>): Handler => ({
  name: "broken",
  handle() {},
  async flush() {},
  async close() {},
  ...methods,
});
const fail = () => {
  throw new Error("no room");
};
const failLater = async () => fail();

describe("a handler that fails", () => {
  test.each<[string, Partial<Handler>]>([
    ["by throwing", { handle: fail }],
    ["by rejecting, as an async function does", { handle: failLater as never }],
  ])("at an event %s is told of, and stops neither the caller nor the others", async (_, methods) => {
    const memory = new MemoryHandler();
    const { log, told } = logWith(handlerOf(methods), memory);
    log.recordEvent(door.$id, 1, {});
    await new Promise(setImmediate);
    expect(told()).toEqual(["broken: no room"]);
    expect(memory.records).toHaveLength(1);
  });

  test.each<[string, Partial<Handler>, (log: EventLog) => Promise<unknown>, string]>([
    ["to flush", { flush: failLater }, (log) => log.flush(), "broken could not flush"],
    ["to flush, at once", { flush: fail }, (log) => log.flush(), "broken could not flush"],
    ["to close", { close: failLater }, (log) => log.close(), "broken could not close"],
    [
      "to keep",
      { keep: failLater },
      (log) => log.recordEventKept(door.$id, 1, {}),
      "broken could not keep the event",
    ],
    [
      "to keep, at once",
      { keep: fail },
      (log) => log.recordEventKept(door.$id, 1, {}),
      "broken could not keep the event",
    ],
    [
      "to flush, having no keep",
      { flush: failLater },
      (log) => log.recordEventKept(door.$id, 1, {}),
      "broken could not keep the event",
    ],
    [
      "to take, having no keep",
      { handle: failLater as never },
      (log) => log.recordEventKept(door.$id, 1, {}),
      "broken could not keep the event",
    ],
  ])("%s rejects with its error as the cause, after the others were done", async (_, methods, act, message) => {
    const memory = new MemoryHandler();
    const { log, told } = logWith(handlerOf(methods), memory);
    const error = await act(log).catch((error) => error);
    expect(error).toBeInstanceOf(UnavailableError);
    expect(error).toMatchObject({ code: "unavailable", message, cause: { message: "no room" } });
    expect(told()).toEqual(["broken: no room"]);
  });

  test("beside another that fails: both are named", async () => {
    const { log } = logWith(handlerOf({ flush: fail }), handlerOf({ name: "second", flush: failLater }));
    const error = await log.flush().catch((error) => error);
    expect(error.message).toBe("broken, second could not flush");
    expect(error.causes).toHaveLength(2);
    expect(error.cause).toBeUndefined();
  });

  test("to close is let go all the same, and closed once", async () => {
    let closed = 0;
    const { log } = logWith(
      handlerOf({
        close: async () => {
          closed++;
          fail();
        },
      }),
    );
    await expect(log.close()).rejects.toThrow(UnavailableError);
    await expect(log.close()).rejects.toThrow(UnavailableError);
    expect(closed).toBe(1);
    expect(log.handlers).toEqual([]);
  });

  test("to open later, as an async function does, is told of", async () => {
    const { told } = logWith(handlerOf({ open: failLater as never }));
    await new Promise(setImmediate);
    expect(told()).toEqual(["broken: no room"]);
  });

  test("with a problem while onProblem throws does not stop the caller", () => {
    vi.spyOn(process.stderr, "write").mockReturnValueOnce(true);
    const log = new EventLog({
      handlers: [handlerOf({ handle: fail })],
      allowedSchemas: [door.$id],
      onProblem: fail,
    });
    log.registerSchema(door);
    expect(log.recordEvent(door.$id, 1, {})).toBeDefined();
  });
});

describe("keeping", () => {
  test("resolves to the event as recorded, once every handler has it", async () => {
    const memory = new MemoryHandler();
    const { log } = logWith(memory);
    expect(await log.recordEventKept(door.$id, 1, { number: 1 })).toEqual(memory.events[0]);
  });

  test("hands the event to all before it waits for one, so that all have one order", async () => {
    const memory = new MemoryHandler();
    let release: () => void = () => {};
    const slow = handlerOf({
      keep: () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    });
    const { log } = logWith(slow, memory);
    const kept = log.recordEventKept(door.$id, 1, { number: 1 });
    log.recordEvent(door.$id, 1, { number: 2 });
    release();
    await kept;
    expect(memory.events.map(({ number }) => number)).toEqual([1, 2]);
  });

  test("that is invalid rejects, as recording throws", async () => {
    const { log } = logWith(new MemoryHandler());
    await expect(log.recordEventKept("unknown", 1, {})).rejects.toMatchObject({ code: "unknown-schema" });
  });
});

test("a handler gets the directory of the log, and its reports bear its name", () => {
  const handler = handlerOf({
    open({ directory, report }) {
      report(new Error(`opened in ${directory}`));
    },
  });
  const problems: string[] = [];
  new EventLog({
    handlers: [handler],
    directory: "/somewhere",
    onProblem: ({ source, error }) => problems.push(`${source}: ${error.message}`),
  });
  expect(problems).toEqual(["broken: opened in /somewhere"]);
});
