import { expect, test } from "vitest";
import { Backlog } from "../../src/handlers/backlog.js";

const nextTurn = () => new Promise(setImmediate);

test("has room for all of a turn in which there was some", async () => {
  let waiting = 0;
  const backlog = new Backlog(10, () => waiting);
  expect(backlog.full).toBe(false);
  waiting = 100;
  expect(backlog.full).toBe(false);
  await nextTurn();
  expect(backlog.full).toBe(true);
});

test("has room again as soon as there is some", () => {
  let waiting = 100;
  const backlog = new Backlog(10, () => waiting);
  expect(backlog.full).toBe(true);
  waiting = 0;
  expect(backlog.full).toBe(false);
});

test("is roomy only when half of it is free, so that it does not change to and fro", () => {
  let waiting = 6;
  const backlog = new Backlog(10, () => waiting);
  expect(backlog.roomy).toBe(false);
  waiting = 5;
  expect(backlog.roomy).toBe(true);
});

test("has room for what fits for sure, and else where it had any in this turn", async () => {
  let waiting = 0;
  const backlog = new Backlog(10, () => waiting);
  expect(backlog.isFullFor(10)).toBe(false);
  waiting = 10;
  expect(backlog.isFullFor(100)).toBe(false);
  waiting = 110;
  expect(backlog.isFullFor(1)).toBe(false);
  await nextTurn();
  expect(backlog.isFullFor(1)).toBe(true);
});
