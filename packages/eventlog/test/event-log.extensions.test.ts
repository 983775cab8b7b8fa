import { describe, expect, test } from "vitest";
import {
  EventLog,
  EventLogError,
  type EventLogOptions,
  type EventRecord,
  type Listener,
  MemoryHandler,
  type Modifier,
} from "../src/index.js";
import { schemaOf } from "./support/path-and-who.js";

function twoSchemas(options: EventLogOptions = {}) {
  const memory = new MemoryHandler();
  const log = new EventLog({
    handlers: [memory],
    allowedSchemas: ["a", "b"],
    onProblem: () => {},
    ...options,
  });
  for (const id of ["a", "b"]) log.registerSchema(schemaOf(id));
  return { log, memory, paths: () => memory.events.map(({ path }) => path) };
}

/** A promise as old libraries made them. */
class ForeignPromise {
  // biome-ignore lint/suspicious/noThenProperty: that is what makes it a promise
  then(_resolve: unknown, reject: (error: Error) => void): void {
    reject(new Error("broken"));
  }
}

const append =
  (text: string): Modifier =>
  (_schema, event) => ({ ...event, path: `${event.path}${text}` });

describe("modifiers", () => {
  test("run in their order, for their schema or for all, until they are removed", () => {
    const { log, paths } = twoSchemas();
    const [one, two] = [append("1"), append("2")];
    log.addModifier(one);
    log.addModifier(two, { schema: "a" });
    for (const id of ["a", "b"]) log.recordEvent(id, 1, { path: id });
    log.removeModifier(one);
    for (const id of ["a", "b"]) log.recordEvent(id, 1, { path: id });
    expect(paths()).toEqual(["a12", "b1", "a2", "b"]);
  });

  test("are removed from one schema only where that is asked", () => {
    const { log, paths } = twoSchemas();
    const modifier = append("!");
    log.addModifier(modifier, { schema: "a" });
    log.addModifier(modifier, { schema: "b" });
    log.removeModifier(modifier, { schema: "a" });
    for (const id of ["a", "b"]) log.recordEvent(id, 1, { path: id });
    expect(paths()).toEqual(["a", "b!"]);
  });

  test("are told the schema and get an object of their own", () => {
    const { log, memory } = twoSchemas();
    const kept: { schema: string; event: Record<string, unknown> }[] = [];
    log.addModifier((schema, event) => {
      kept.push({ schema, event });
      event.path = "changed";
      return event;
    });
    const event = Object.freeze({ path: "original" });
    log.recordEvent("a", 1, event);
    kept[0]!.event.path = "changed later";
    expect(memory.events[0]?.path).toBe("changed");
    expect(kept[0]?.schema).toBe("a");
  });

  test("have their result validated", () => {
    const { log } = twoSchemas();
    log.addModifier(() => ({ path: 1 }));
    expect(() => log.recordEvent("a", 1, { path: "x" })).toThrow("/path must be string");
  });

  test("have their result put under the policy", () => {
    const { log, memory } = twoSchemas();
    log.addModifier((_schema, event) => ({ ...event, who: "ada", more: "x" }));
    log.recordEvent("a", 1, {});
    expect(memory.events[0]).toMatchObject({ who: null, more: null });
  });

  test("do not run where nothing is recorded", () => {
    const { log } = twoSchemas({ allowedSchemas: [] });
    log.addModifier(() => {
      throw new Error("ran");
    });
    expect(log.recordEvent("a", 1, {})).toBeUndefined();
  });

  test.each<[string, Modifier, string]>([
    [
      "that throw",
      () => {
        throw new Error("do-not-tell");
      },
      "a modifier of a threw",
    ],
    [
      "that are asynchronous",
      (async (_schema: string, event: object) => event) as never,
      "a modifier of a is asynchronous; it must return the event",
    ],
    [
      "that reject",
      (async () => {
        throw new Error("do-not-tell");
      }) as never,
      "a modifier of a is asynchronous",
    ],
  ])("%s stop the event, without telling what it holds", async (_, modifier, message) => {
    const { log, memory } = twoSchemas();
    log.addModifier(modifier);
    const error = await Promise.resolve()
      .then(() => log.recordEvent("a", 1, { path: "do-not-tell" }))
      .catch((error) => error);
    expect(error).toBeInstanceOf(EventLogError);
    expect(error).toMatchObject({ code: "modifier-failed" });
    expect(error.message).toContain(message);
    expect(error.message).not.toContain("do-not-tell");
    expect(memory.records).toEqual([]);
  });

  test("that return nothing stop the event", () => {
    const { log } = twoSchemas();
    log.addModifier((() => undefined) as never);
    expect(() => log.recordEvent("a", 1, {})).toThrow("the event must be object");
  });
});

describe("listeners", () => {
  test("see what handlers see, for their schema or for all, until they are removed", () => {
    const { log, memory } = twoSchemas();
    const all: string[] = [];
    const onlyA: string[] = [];
    const toAll: Listener = ({ line }) => void all.push(line);
    const toOnlyA: Listener = ({ line }) => void onlyA.push(line);
    log.addListener(toAll);
    log.addListener(toOnlyA, { schema: "a" });
    for (const id of ["a", "b"]) log.recordEvent(id, 1, { path: id, who: "ada" });
    expect(all).toEqual(memory.records.map(({ line }) => line));
    expect(onlyA).toEqual(all.slice(0, 1));
    log.removeListener(toAll);
    log.removeListener(toOnlyA, { schema: "b" });
    for (const id of ["a", "b"]) log.recordEvent(id, 1, { path: id });
    expect([all.length, onlyA.length]).toEqual([2, 2]);
  });

  test("see events that were kept, and none that was refused", async () => {
    const { log } = twoSchemas();
    const seen: EventRecord[] = [];
    log.addListener((record) => void seen.push(record));
    await log.recordEventKept("a", 1, { path: "kept" });
    log.registerHandler({
      handle() {},
      keep: () => Promise.reject(new Error("full")),
      async flush() {},
      async close() {},
    });
    await log.recordEventKept("a", 1, { path: "refused" }).catch(() => {});
    expect(seen.map(({ event }) => event.path)).toEqual(["kept"]);
  });

  test("may remove themselves while they are told", () => {
    const { log } = twoSchemas();
    const seen: string[] = [];
    const once: Listener = () => {
      seen.push("once");
      log.removeListener(once);
    };
    log.addListener(once);
    log.addListener(() => void seen.push("always"));
    for (let count = 0; count < 2; count++) log.recordEvent("a", 1, {});
    expect(seen).toEqual(["once", "always", "always"]);
  });

  test.each<[string, Listener]>([
    [
      "throws",
      () => {
        throw new Error("broken");
      },
    ],
    [
      "rejects",
      async () => {
        throw new Error("broken");
      },
    ],
    [
      "throws what is no error",
      () => {
        throw "broken";
      },
    ],
    ["returns a rejecting promise of another library", () => new ForeignPromise() as never],
  ])("one that %s is told of, and stops nobody", async (_, listener) => {
    const problems: string[] = [];
    const { log, memory } = twoSchemas({
      onProblem: ({ source, error }) => problems.push(`${source}: ${error.message}`),
    });
    const seen: EventRecord[] = [];
    log.addListener(listener);
    log.addListener((record) => void seen.push(record));
    log.recordEvent("a", 1, {});
    await new Promise(setImmediate);
    expect(problems).toEqual(["listener: broken"]);
    expect([seen.length, memory.records.length]).toEqual([1, 1]);
  });
});
