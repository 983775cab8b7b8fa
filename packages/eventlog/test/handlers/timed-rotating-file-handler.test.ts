import { utimesSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { TimedRotatingFileHandler, type TimedRotatingFileHandlerOptions } from "../../src/index.js";
import { sampleRecord } from "../../src/testing/sample-records.js";
import { logNames, numbersByFile } from "../support/backups.js";
import { opened } from "../support/opened.js";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23T06:39:42Z") }));
afterEach(() => void vi.useRealTimers());

function timedHandler(options: TimedRotatingFileHandlerOptions, files: Record<string, string> = {}) {
  const folder = temporaryFolder(files);
  const make = () => new TimedRotatingFileHandler(join(folder, "event.log"), { utc: true, ...options });
  // The real clock has set it, and the handler goes by that.
  const found = logNames(folder).includes("event.log");
  if (found) utimesSync(join(folder, "event.log"), new Date(), new Date());
  const handler = make();
  return { folder, handler, make, messages: opened(handler) };
}

/** Records an event at a time. */
async function at(handler: TimedRotatingFileHandler, time: string, number: number): Promise<void> {
  vi.setSystemTime(new Date(time));
  await handler.keep(sampleRecord(number));
}

test("the first event after midnight makes yesterday's a backup", async () => {
  const { folder, handler } = timedHandler({ when: "midnight" });
  await at(handler, "2026-11-23T07:00:00Z", 0);
  await at(handler, "2026-11-23T23:59:59Z", 1);
  await at(handler, "2026-11-24T00:00:00Z", 2);
  await at(handler, "2026-11-26T12:00:00Z", 3);
  expect(numbersByFile(folder)).toEqual({
    "event.log": [3],
    "event.log.2026-11-23": [0, 1],
    "event.log.2026-11-24": [2],
  });
});

test.each([
  ["S", "2026-11-23_06-39-42"],
  ["M", "2026-11-23_06-39"],
  ["H", "2026-11-23_06"],
  ["D", "2026-11-23"],
  ["w0", "2026-11-17"],
] as const)("with when: %s a backup is named %s", async (when, suffix) => {
  const { folder, handler } = timedHandler({ when });
  await at(handler, "2026-11-23T06:39:42Z", 0);
  await at(handler, "2026-12-23T06:39:42Z", 1);
  expect(logNames(folder)).toEqual(["event.log", `event.log.${suffix}`]);
});

test("it goes on with a file that is there, from when that was written last", async () => {
  const { folder, handler } = timedHandler({ when: "H" }, { "event.log": '{"number":-1}\n' });
  await at(handler, "2026-11-23T07:39:41Z", 0);
  await at(handler, "2026-11-23T07:39:42Z", 1);
  expect(numbersByFile(folder)).toEqual({ "event.log": [1], "event.log.2026-11-23_06": [-1, 0] });
});

test("an empty file is no backup", async () => {
  const { folder, handler } = timedHandler({ when: "S" });
  await at(handler, "2026-11-24T00:00:00Z", 0);
  expect(logNames(folder)).toEqual(["event.log"]);
});

test("there are never more backups than backupCount, and other files are not touched", async () => {
  const others = ["event.log.2026-11", "event.log.1", "event.log.2026-11-20_06", "event.log.2026-11-20.bak"];
  const { folder, handler } = timedHandler(
    { when: "D", backupCount: 2 },
    Object.fromEntries(others.map((name) => [name, '{"number":-1}\n'])),
  );
  for (let date = 23; date < 29; date++) await at(handler, `2026-11-${date}T07:00:00Z`, date);
  const own = ["event.log", "event.log.2026-11-26", "event.log.2026-11-27"];
  expect(logNames(folder)).toEqual([...own, ...others].sort());
});

describe("a clock that jumps", () => {
  test("an hour back and forth, again and again: order is kept, and no rollover is early or lost", async () => {
    const { folder, handler } = timedHandler({ when: "H" });
    let number = 0;
    for (let round = 0; round < 100; round++) {
      await at(handler, "2026-11-23T06:45:00Z", number++);
      await at(handler, "2026-11-23T05:45:00Z", number++);
    }
    expect(numbersByFile(folder)).toEqual({ "event.log": [...Array(200).keys()] });
  });

  test("a year ahead is one rollover, and back again none; the next comes when it is time", async () => {
    const { folder, handler } = timedHandler({ when: "midnight" });
    await at(handler, "2026-11-23T07:00:00Z", 0);
    await at(handler, "2027-11-23T07:00:00Z", 1);
    await at(handler, "2027-11-23T07:00:01Z", 2);
    await at(handler, "2026-11-23T08:00:00Z", 3);
    await at(handler, "2026-11-24T08:00:00Z", 4);
    expect(Object.values(numbersByFile(folder))).toEqual([[4], [0], [1, 2, 3]]);
    expect(logNames(folder)).toEqual(["event.log", "event.log.2026-11-23", "event.log.2026-11-23.1"]);
  });

  test("backups of a future that is none go first", async () => {
    const { folder, handler } = timedHandler(
      { when: "D", backupCount: 2 },
      { "event.log.2027-01-01": '{"number":-2}\n', "event.log.2026-11-01": '{"number":-1}\n' },
    );
    await at(handler, "2026-11-23T07:00:00Z", 0);
    await at(handler, "2026-11-25T07:00:00Z", 1);
    expect(logNames(folder)).toEqual(["event.log", "event.log.2026-11-01", "event.log.2026-11-23"]);
  });
});

test("a name that is taken, compressed or not, gets a number", async () => {
  const { folder, handler } = timedHandler(
    { when: "D" },
    { "event.log.2026-11-23.gz": "", "event.log.2026-11-23.4": '{"number":-1}\n' },
  );
  await at(handler, "2026-11-23T07:00:00Z", 0);
  await at(handler, "2026-11-25T07:00:00Z", 1);
  expect(logNames(folder)).toContain("event.log.2026-11-23.5");
});

test.each([
  [{ when: "X" }, "the when of a TimedRotatingFileHandler is S, M, H, D, midnight or W0 to W6"],
  [{ interval: 0 }, "the interval of a TimedRotatingFileHandler is a whole number of at least 1"],
  [{ atTime: "24:00" }, "the atTime of a TimedRotatingFileHandler is a time of day, HH:MM or HH:MM:SS"],
  [{ backupCount: -1 }, "the backupCount of a handler is a whole number of at least 0"],
])("the options %o are refused", (options, message) => {
  expect(() => new TimedRotatingFileHandler("event.log", options as TimedRotatingFileHandlerOptions)).toThrow(
    message,
  );
});
