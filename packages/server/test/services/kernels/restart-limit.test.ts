import { expect, test } from "vitest";
import { RestartLimit } from "../../../src/services/kernels/restart-limit.js";

test("so many deaths in a row are followed by a restart, and no more", () => {
  const limit = new RestartLimit(2, 1000);
  expect([0, 999, 1998].map((time) => limit.allows(time))).toEqual([true, true, false]);
});

test("who lived long enough begins a new row", () => {
  const limit = new RestartLimit(2, 1000);
  expect([0, 999, 1999, 2998].map((time) => limit.allows(time))).toEqual([true, true, true, true]);
  expect(limit.allows(2999)).toBe(false);
});

test("with a limit of 0 nothing is restarted", () => {
  expect(new RestartLimit(0, 1000).allows(0)).toBe(false);
});
