import { describe, expect, test } from "vitest";
import { currentMoment, toTimestamp } from "../src/timestamp.js";

describe("a time", () => {
  const cases: [Date | string, string][] = [
    [new Date(Date.UTC(2026, 10, 23, 6, 39, 42, 447)), "2026-11-23T06:39:42.447Z"],
    ["2026-11-23T06:39:42Z", "2026-11-23T06:39:42Z"],
    ["2026-11-23t06:39:42z", "2026-11-23T06:39:42Z"],
    ["2026-11-23T06:39:42.123456789Z", "2026-11-23T06:39:42.123456789Z"],
    ["2026-11-23T07:39:42.123456+01:00", "2026-11-23T06:39:42.123456Z"],
    ["2026-11-23T00:10:00-05:30", "2026-11-23T05:40:00Z"],
    ["2026-01-01T00:00:00+00:01", "2025-12-31T23:59:00Z"],
    ["2026-11-23T06:39:42-00:00", "2026-11-23T06:39:42Z"],
    ["2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z"],
    ["0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"],
    ["0099-01-01T00:00:00Z", "0099-01-01T00:00:00Z"],
    ["2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"],
    ["2017-01-01T00:59:60.5+01:00", "2016-12-31T23:59:60.5Z"],
  ];
  test.each(cases)("%s becomes %s", (time, expected) => expect(toTimestamp(time)).toBe(expected));

  test("of now has the capsule's form", () => {
    expect(toTimestamp(currentMoment().text)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });
});

describe("what is no time", () => {
  const form = "must be RFC 3339, such as 2026-11-23T06:39:42.447Z";
  const day = "names a day that does not exist";
  const hour = "names a time of day or an offset that does not exist";
  const second = "names a second that does not exist";
  const year = "has a year outside 0000 to 9999";
  const cases: [unknown, string][] = [
    ["", form],
    ["yesterday", form],
    ["2026-11-23", form],
    ["2026-11-23T06:39:42", form],
    ["2026-11-23 06:39:42Z", form],
    ["2026-11-23T06:39Z", form],
    ["2026-11-23T06:39:42.Z", form],
    ["2026-11-23T06:39:42+0100", form],
    ["2026-11-23T06:39:42+00:00Z", form],
    ["2026-11-23T06:39:42Z\n", form],
    ["２026-11-23T06:39:42Z", form],
    [1_700_000_000, form],
    [null, form],
    [{}, form],
    ["2026-13-01T00:00:00Z", day],
    ["2026-00-01T00:00:00Z", day],
    ["2026-02-29T00:00:00Z", day],
    ["2026-04-31T00:00:00Z", day],
    ["2026-01-00T00:00:00Z", day],
    ["2026-11-23T24:00:00Z", hour],
    ["2026-11-23T00:60:00Z", hour],
    ["2026-11-23T00:00:00+24:00", hour],
    ["2026-11-23T00:00:00+00:60", hour],
    ["2026-11-23T00:00:61Z", second],
    ["2026-11-23T12:00:60Z", second],
    ["0000-01-01T00:00:00+00:01", year],
    ["9999-12-31T23:59:00-00:01", year],
    [new Date(Number.NaN), "is an invalid Date"],
    [new Date(8.64e15), year],
  ];
  test.each(cases)("%j is refused: %s", (time, message) => {
    expect(() => toTimestamp(time as string)).toThrow(`the timestamp ${message}`);
  });
});
