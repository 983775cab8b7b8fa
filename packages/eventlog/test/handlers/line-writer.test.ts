import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LineWriter } from "../../src/handlers/line-writer.js";
import { SyncSchedule } from "../../src/handlers/sync-schedule.js";

const nextTurn = () => new Promise(setImmediate);

/** Only the timers are made of wax; turns are real. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A writer to a file that takes what it gets once it is let. */
function lineWriter({ room = 1_000_000, hold = false } = {}) {
  const appended: string[] = [];
  let release = (): void => {};
  const writer = new LineWriter(new SyncSchedule({ fsync: "never" }, () => {}), room, {
    written: () => {},
    report: () => {},
  });
  writer.file = {
    open: () => {},
    append: async (lines) => {
      appended.push(lines.toString());
      if (hold) await new Promise<void>((resolve) => (release = resolve));
    },
    sync: async () => {},
    close: () => {},
  };
  const add = (line: string): void => {
    writer.queue.append(line);
    writer.startUnawaited();
  };
  return { writer, appended, add, release: () => release() };
}

test("lines of several turns that nobody waits for are one write, a few milliseconds after the first", async () => {
  const { appended, add } = lineWriter();
  for (const line of ["1", "2", "3"]) {
    add(line);
    await nextTurn();
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(appended).toEqual([]);
  await vi.advanceTimersByTimeAsync(22);
  expect(appended).toEqual(["1\n2\n3\n"]);
  add("4");
  await vi.advanceTimersByTimeAsync(25);
  expect(appended).toEqual(["1\n2\n3\n", "4\n"]);
});

test("who waits does not wait for others to come, and takes along what stands before", async () => {
  const { writer, appended, add } = lineWriter();
  add("1");
  await writer.await(false);
  expect(appended).toEqual(["1\n"]);
});

test("much is written at once", async () => {
  const { appended, add } = lineWriter();
  const long = "x".repeat(64 * 1024);
  add(long);
  await nextTurn();
  expect(appended).toEqual([`${long}\n`]);
});

test("nothing is held back where there is little room", async () => {
  const { appended, add } = lineWriter({ room: 10 });
  add("12345");
  await nextTurn();
  expect(appended).toEqual(["12345\n"]);
});

test("what comes during a write is gathered as well, and written at once for who waits", async () => {
  const { writer, appended, add, release } = lineWriter({ hold: true });
  add("1");
  await vi.advanceTimersByTimeAsync(25);
  add("2");
  release();
  await nextTurn();
  expect(appended).toEqual(["1\n"]);
  add("3");
  await vi.advanceTimersByTimeAsync(25);
  expect(appended).toEqual(["1\n", "2\n3\n"]);
  const waiting = writer.await(false);
  release();
  await nextTurn();
  release();
  await waiting;
});

test("what is gathered when the writer closes is written by who drains it, and no timer is left", async () => {
  const { writer, appended, add } = lineWriter();
  add("1");
  writer.end();
  await writer.await(false);
  await writer.close();
  expect(appended).toEqual(["1\n"]);
  expect(vi.getTimerCount()).toBe(0);
});
