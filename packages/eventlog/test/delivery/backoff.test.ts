import { expect, test } from "vitest";
import { Backoff } from "../../src/delivery/backoff.js";

test("doubles after each failure up to its limit, and starts anew", () => {
  const backoff = new Backoff(100, 1000, () => 1);
  expect([1, 2, 3, 4, 5, 6].map(() => backoff.next())).toEqual([100, 200, 400, 800, 1000, 1000]);
  backoff.reset();
  expect(backoff.next()).toBe(100);
});

test("is shortened by chance, by a half at most", () => {
  expect(new Backoff(100, 1000, () => 0).next()).toBe(50);
  expect(new Backoff(100, 1000, () => 0.5).next()).toBe(75);
});

test("grants what is asked for, up to an hour", () => {
  const backoff = new Backoff(100, 1000, () => 1);
  expect(backoff.next(5000)).toBe(5000);
  expect(backoff.next(10)).toBe(200);
  expect(backoff.next(1e12)).toBe(3_600_000);
});

test("stays at its limit however long it fails", () => {
  const backoff = new Backoff(100, 1000, () => 1);
  for (let failure = 0; failure < 5000; failure++) backoff.next();
  expect(backoff.next()).toBe(1000);
});
