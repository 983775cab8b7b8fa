import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { eventId, nextSequence } from "../src/event-id.js";
import { encapsulate } from "../src/capsule.js";
import { recordOf } from "../src/record.js";

const record = () => recordOf(encapsulate("2026-11-23T06:39:42.447Z", "example.org/door", 1, {}));

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

test("an id is a UUID of version 7", () => {
  expect(record().id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("its first digits are the time of recording", () => {
  vi.setSystemTime(new Date("2090-01-02T03:04:05.678Z"));
  const digits = record().id.replaceAll("-", "").slice(0, 12);
  expect(new Date(Number.parseInt(digits, 16)).toISOString()).toBe("2090-01-02T03:04:05.678Z");
});

test("a record has one id, however often it is asked for", () => {
  const one = record();
  vi.setSystemTime(new Date("2091-01-01"));
  expect(one.id).toBe(one.id);
});

test("ids of one process end alike", () => {
  expect(record().id.slice(-10)).toBe(record().id.slice(-10));
});

test("records are numbered without gaps, in the order in which they were made", () => {
  const first = nextSequence();
  expect([record(), record(), record()].map(({ sequence }) => sequence)).toEqual(
    [1, 2, 3].map((n) => first + n),
  );
});

test("ids sort in the order of recording, also where the clock jumps back and forth", () => {
  const jumps = [0, 0, 3_600_000, -3_600_000, 1, 31_536_000_000, -31_536_000_000, 0];
  let now = Date.parse("2092-01-01");
  const ids = jumps.map((jump) => {
    now += jump;
    vi.setSystemTime(now);
    return record().id;
  });
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each([0, 1, 2 ** 22 - 1, 2 ** 22, 2 ** 34 - 1])("number %i takes its place in an id", (sequence) => {
  const digits = eventId(0, sequence).replaceAll("-", "").slice(12, 22);
  const bits = BigInt(`0x${digits}`).toString(2).padStart(40, "0");
  // 4 bits say the version, 2 the variant; what is between and behind them is the number.
  expect(Number.parseInt(bits.slice(4, 16) + bits.slice(18), 2)).toBe(sequence);
});
