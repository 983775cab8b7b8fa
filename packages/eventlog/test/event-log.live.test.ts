import { describe, expect, test } from "vitest";
import {
  EventLog,
  EventLogError,
  type EventLogOptions,
  InvalidEventError,
  type LiveEvent,
  MemoryHandler,
} from "../src/index.js";
import { schemaOf } from "./support/path-and-who.js";

function watched(options: EventLogOptions = {}) {
  const memory = new MemoryHandler();
  const problems: string[] = [];
  const log = new EventLog({
    handlers: [memory],
    allowedSchemas: ["allowed"],
    broadcastSchemas: ["broadcast"],
    onProblem: ({ error }) => problems.push(error.message),
    ...options,
  });
  for (const id of ["allowed", "broadcast", "other"]) log.registerSchema(schemaOf(id));
  const events: LiveEvent[] = [];
  const stop = log.live.subscribe((event) => events.push(event));
  const seen = () =>
    events.map(({ schema, line, recorded }) => {
      const { path, who } = JSON.parse(line);
      return [schema, path, who, recorded];
    });
  return { log, memory, events, seen, stop, problems };
}

describe("who watches a log", () => {
  test("sees what is recorded, after policy, with the line that handlers get", () => {
    const { log, memory, events, seen } = watched();
    log.recordEvent("allowed", 1, { path: "a", who: "ada" }, { timestamp: "2026-11-23T07:39:42+01:00" });
    expect(seen()).toEqual([["allowed", "a", null, true]]);
    expect(events[0]).toMatchObject({ version: 1, timestamp: "2026-11-23T06:39:42Z" });
    expect(JSON.parse(events[0]!.line)).toEqual(memory.events[0]);
  });

  test("sees events whose senders wait once they are kept, and not those that could not be", async () => {
    const { log, seen } = watched();
    const event = { schema: "allowed", version: 1, event: { path: "a" } };
    expect(await log.recordEventsKept([event, { ...event, event: { path: 5 } }])).toMatchObject([
      "recorded",
      { code: "invalid-event" },
    ]);
    await log.recordEventKept("allowed", 1, { path: "b" });
    const full = { handle() {}, async flush() {}, async close() {} };
    log.registerHandler({ ...full, keep: () => Promise.reject(new Error("full")) });
    await expect(log.recordEventKept("allowed", 1, { path: "c" })).rejects.toThrow();
    expect(seen()).toEqual([
      ["allowed", "a", undefined, true],
      ["allowed", "b", undefined, true],
    ]);
  });

  test("sees events that no handler takes; their senders hear that nobody does", async () => {
    const { log, seen } = watched({ handlers: [] });
    expect(log.recordEvent("allowed", 1, { path: "a" })).toBeUndefined();
    expect(await log.recordEventKept("allowed", 1, { path: "b" })).toBeUndefined();
    const event = { schema: "allowed", version: 1, event: { path: "c" } };
    expect(await log.recordEventsKept([event])).toEqual(["unheard"]);
    expect(seen().map(([, path]) => path)).toEqual(["a", "b", "c"]);
    expect(log.statistics.schemas.map(({ recorded }) => recorded)).toEqual([0, 0, 0]);
  });

  test("sees nothing of what is not allowed", () => {
    const { log, seen } = watched();
    log.recordEvent("other", 1, { path: "a" });
    expect(seen()).toEqual([]);
    expect(log.statistics.schemas.find(({ schema }) => schema === "other")?.denied).toBe(1);
  });

  test("sees nothing more once they stopped, however often they had begun", () => {
    const { log } = watched();
    const paths: string[] = [];
    const subscriber = ({ line }: LiveEvent) => paths.push(JSON.parse(line).path);
    const [once, twice] = [log.live.subscribe(subscriber), log.live.subscribe(subscriber)];
    log.recordEvent("allowed", 1, { path: "a" });
    once();
    once();
    log.recordEvent("allowed", 1, { path: "b" });
    twice();
    log.recordEvent("allowed", 1, { path: "c" });
    expect(paths).toEqual(["a", "a", "b"]);
  });

  test("may stop while they are told, and fail, without the others missing anything", () => {
    const { log, seen, problems } = watched();
    const stop = log.live.subscribe(() => {
      stop();
      throw new Error("broken");
    });
    const paths: string[] = [];
    log.live.subscribe(({ line }) => paths.push(JSON.parse(line).path));
    log.recordEvent("allowed", 1, { path: "a" });
    log.recordEvent("allowed", 1, { path: "b" });
    expect(paths).toEqual(["a", "b"]);
    expect(seen()).toHaveLength(2);
    expect(problems).toEqual(["broken"]);
  });
});

describe("events of a schema that is broadcast", () => {
  test("are passed on whole, and recorded nowhere", () => {
    const { log, memory, seen } = watched();
    log.addListener(() => {
      throw new Error("a listener sees what is recorded, and no more");
    });
    expect(log.recordEvent("broadcast", 1, { path: "a", who: "ada" })).toBeUndefined();
    expect(seen()).toEqual([["broadcast", "a", "ada", false]]);
    expect(memory.events).toEqual([]);
    expect(log.statistics.schemas.find(({ schema }) => schema === "broadcast")).toMatchObject({
      recorded: 0,
      denied: 0,
    });
  });

  test("are validated and changed by modifiers, also where nobody watches", () => {
    const { log, seen, stop } = watched();
    log.addModifier((_schema, event) => ({ ...event, path: `${event.path}!` }));
    log.recordEvent("broadcast", 1, { path: "a" });
    expect(seen()).toEqual([["broadcast", "a!", undefined, false]]);
    stop();
    expect(() => log.recordEvent("broadcast", 1, [] as never)).toThrow();
    expect(() => log.recordEvent("broadcast", 1, { path: "a" }, { timestamp: "now" })).toThrow(EventLogError);
    expect(log.statistics.schemas.find(({ schema }) => schema === "broadcast")?.refused).toBe(2);
  });

  test("leave no gap in the numbers of those that are recorded", () => {
    const { log, memory } = watched({ eventIds: true });
    log.recordEvent("allowed", 1, { path: "a" });
    log.recordEvent("broadcast", 1, { path: "b" });
    log.recordEvent("allowed", 1, { path: "c" });
    const [first, second] = memory.events.map(({ __sequence__ }) => __sequence__ as number);
    expect(second).toBe(first! + 1);
  });

  test("are recorded and come after policy where the schema is allowed too", () => {
    const { log, memory, seen } = watched({ broadcastSchemas: ["allowed"] });
    log.recordEvent("allowed", 1, { path: "a", who: "ada" });
    expect(seen()).toEqual([["allowed", "a", null, true]]);
    expect(memory.events).toHaveLength(1);
  });

  test("are refused to those who want them recorded", async () => {
    const { log, seen } = watched();
    const event = { schema: "broadcast", version: 1, event: { path: "a" } };
    expect(await log.recordEventsKept([event])).toEqual(["not-allowed"]);
    expect(seen()).toEqual([]);
  });

  test("can be chosen anew while the log runs", () => {
    const { log, seen } = watched();
    expect(log.live.broadcastSchemas).toEqual(["broadcast"]);
    log.live.broadcastSchemas = ["other"];
    log.recordEvent("broadcast", 1, { path: "a" });
    log.recordEvent("other", 1, { path: "b" });
    expect(seen()).toEqual([["other", "b", undefined, false]]);
  });

  test("end with the log", async () => {
    const { log } = watched();
    await log.close();
    expect(() => log.recordEvent("broadcast", 1, { path: "a" })).toThrow("closed");
  });
});

test.each([["a"], [5], [[""]], [[5]]])("%j is no list of schemas to broadcast", (broadcastSchemas) => {
  expect(() => new EventLog({ broadcastSchemas: broadcastSchemas as never })).toThrow(
    "broadcastSchemas must be a list of names",
  );
});

test("an invalid event of a broadcast schema is named as such", () => {
  const { log } = watched();
  expect(() => log.recordEvent("broadcast", 1, { path: 5 })).toThrow(InvalidEventError);
});
