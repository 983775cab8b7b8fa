import type { LiveEvent } from "@daybook/eventlog";
import { expect, test } from "vitest";
import { ReplayBuffer } from "../../../src/services/events/replay-buffer.js";

function event(line: string): LiveEvent {
  return { schema: "a", version: 1, timestamp: "", line, recorded: true };
}

/** A buffer at 1000 o'clock, and how to add events at a time. */
function buffer(limits = { events: 100, size: 1000 }) {
  let clock = 1000;
  const made = new ReplayBuffer(limits, () => clock);
  return {
    add: (at: number, line: string) => {
      clock = at;
      made.add(event(line));
    },
    since: (time: number) => {
      const { events, complete } = made.since(time);
      return [events.map(({ line }) => line).join(""), complete];
    },
  };
}

test("has what was recorded at a time or later, in order", () => {
  const { add, since } = buffer();
  for (const [at, line] of [
    [1001, "a"],
    [1002, "b"],
    [1002, "c"],
    [1005, "d"],
  ] as const)
    add(at, line);
  expect(since(1000)).toEqual(["abcd", true]);
  expect(since(1002)).toEqual(["bcd", true]);
  expect(since(1003)).toEqual(["d", true]);
  expect(since(1006)).toEqual(["", true]);
});

test("says that it does not know what was before it", () => {
  const { add, since } = buffer();
  expect(since(999)).toEqual(["", false]);
  add(1001, "a");
  expect(since(999)).toEqual(["a", false]);
});

test("lets the oldest go when there are too many, and says so to those who ask for them", () => {
  const { add, since } = buffer({ events: 3, size: 1000 });
  for (let at = 1001; at <= 1010; at++) add(at, String(at % 10));
  expect(since(1000)).toEqual(["890", false]);
  expect(since(1007)).toEqual(["890", false]);
  expect(since(1008)).toEqual(["890", true]);
});

test("does not claim to have a millisecond of which a part is gone", () => {
  const { add, since } = buffer({ events: 2, size: 1000 });
  for (const line of "abc") add(1001, line);
  expect(since(1001)).toEqual(["bc", false]);
  expect(since(1002)).toEqual(["", true]);
});

test("lets the oldest go when they are too large, be it all of them", () => {
  const { add, since } = buffer({ events: 100, size: 10 });
  add(1001, "aaaa");
  add(1002, "bbbb");
  add(1003, "cccc");
  expect(since(1000)).toEqual(["bbbbcccc", false]);
  add(1004, "d".repeat(11));
  expect(since(1000)).toEqual(["", false]);
  add(1005, "e");
  expect(since(1005)).toEqual(["e", true]);
});

test("keeps the order when the clock is set back", () => {
  const { add, since } = buffer();
  add(1005, "a");
  add(1001, "b");
  add(1006, "c");
  expect(since(1005)).toEqual(["abc", true]);
  expect(since(1006)).toEqual(["c", true]);
});
