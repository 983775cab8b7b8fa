import { describe, expect, test } from "vitest";
import { EventLog, type EventOf, type VersionOf } from "../src/index.js";

// What `@ts-expect-error` stands above must not compile, and `npm run types` says where it does.

declare module "../src/index.js" {
  interface EventTypes {
    "example.org/typed-door version 1": { action: "open" | "close"; by?: string };
    "example.org/typed-door version 2.0": { action: "open" };
  }
}

const door = "example.org/typed-door";

function logOf(...versions: (number | string)[]): EventLog {
  const log = new EventLog();
  for (const version of versions) log.registerSchema({ $id: door, version, properties: {} });
  return log;
}

/** True where two types are the same. */
type Same<Left, Right> =
  (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false;

describe("an event whose type is known", () => {
  test("is checked, whether its version is written as a number or as text", () => {
    const log = logOf(1, "2.0");
    log.recordEvent(door, 1, { action: "open", by: "ada" });
    log.recordEvent(door, "1", { action: "close" });
    log.recordEvent(door, "2.0", { action: "open" });
    // @ts-expect-error a value that the schema does not list
    log.recordEvent(door, 1, { action: "slam" });
    // @ts-expect-error a value that only another version lists
    log.recordEvent(door, "2.0", { action: "close" });
    // @ts-expect-error a required property is missing
    log.recordEvent(door, 1, { by: "ada" });
    // @ts-expect-error a property of another type
    log.recordEvent(door, "1", { action: "open", by: 7 });
    // @ts-expect-error a property that there is not
    log.recordEvent(door, 1, { action: "open", bye: "ada" });
    expect(() => {
      // @ts-expect-error a version that there is not
      log.recordEvent(door, 3, { action: "open" });
    }).toThrow("has no version 3");
  });

  test("is checked where the sender waits too", async () => {
    const log = logOf(1);
    await log.recordEventKept(door, 1, { action: "open" }, { timestamp: "2026-11-23T18:00:00Z" });
    // @ts-expect-error a value that the schema does not list
    await log.recordEventKept(door, 1, { action: "slam" });
  });

  test("may be one of an interface or of a constant", () => {
    interface Opened {
      readonly action: "open";
    }
    const opened: Opened = { action: "open" };
    const constant = { action: "close" } as const;
    const log = logOf(1);
    expect([log.recordEvent(door, 1, opened), log.recordEvent(door, 1, constant)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe("an event whose type is not known", () => {
  test("is any object", () => {
    const log = new EventLog();
    log.registerSchema({ $id: "example.org/untyped-window", version: 1, properties: {} });
    log.recordEvent("example.org/untyped-window", 1, { anything: ["at", "all"] });
    // @ts-expect-error an event is an object
    expect(log.recordEvent("example.org/untyped-window", 1, "text")).toBeUndefined();
  });

  test("is also one whose schema shows only when the program runs", () => {
    const schema: string = door;
    const version: number | string = 1;
    expect(logOf(1).recordEvent(schema, version, { action: "slam" })).toBeUndefined();
  });
});

test("the types of schemas can be asked for", () => {
  const versions: Same<VersionOf<typeof door>, 1 | "1" | "2.0"> = true;
  const event: Same<EventOf<typeof door, "2.0">, { action: "open" }> = true;
  const other: Same<EventOf<"example.org/untyped-window", 1>, object> = true;
  expect([versions, event, other]).toEqual([true, true, true]);
});
