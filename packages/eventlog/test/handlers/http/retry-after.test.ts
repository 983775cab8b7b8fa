import { expect, test } from "vitest";
import { retryAfter } from "../../../src/handlers/http/retry-after.js";

const now = Date.parse("2026-11-24T12:00:00Z");

test.each([
  ["120", 120_000],
  ["0", 0],
  ["Tue, 24 Nov 2026 12:00:07 GMT", 7000],
  ["Tue, 24 Nov 2026 11:00:00 GMT", 0],
  ["-5", undefined],
  ["1.5", undefined],
  ["2027", 2_027_000],
  ["soon", undefined],
  ["Someday, GMT", undefined],
  [undefined, undefined],
])("%s asks for %s ms", (header, delay) => {
  expect(retryAfter(header, now)).toBe(delay);
});
