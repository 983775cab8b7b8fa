import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { RotatingFileHandler } from "../../src/index.js";
import { sampleRecord } from "../../src/testing/sample-records.js";
import { numbersByFile, numbersInAll } from "../support/backups.js";
import { calls } from "../support/failing-calls.js";
import { opened } from "../support/opened.js";

vi.mock("node:fs", async (importOriginal) => ({
  ...(await importOriginal<typeof import("node:fs")>()),
  ...(await import("../support/failing-calls.js")).failingCalls,
}));

// Handlers that a crash left behind try nothing again.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  calls.reset();
});

/** Three lines fit; nothing is deleted. */
const maxBytes = 3 * (sampleRecord(10).line.length + 1) + 2;
const make = (folder: string) =>
  new RotatingFileHandler(join(folder, "event.log"), { maxBytes, backupCount: 20 });

const unawaited = [10, 12, 14, 16, 18, 20];

/** What is done while one call fails: a start, senders who wait, others between them, four rollovers. */
async function work(handler: RotatingFileHandler, acknowledged: number[]): Promise<void> {
  opened(handler);
  for (let number = 10; number < 22; number += 2) {
    handler.handle(sampleRecord(number));
    await handler.keep(sampleRecord(number + 1)).then(
      () => acknowledged.push(number + 1),
      () => {},
    );
  }
  await handler.flush("durable").then(
    () => acknowledged.push(...unawaited),
    () => {},
  );
}

/** How many calls that makes when all goes well. */
async function countCalls(): Promise<number> {
  const folder = temporaryFolder();
  calls.reset();
  await work(make(folder), []);
  const { length } = calls.made;
  expect(Object.keys(numbersByFile(folder))).toHaveLength(4);
  calls.reset();
  return length;
}

/** As if the process had ended: its lock is that of a dead one. What was put aside is the oldest backup. */
function leave(folder: string): void {
  rmSync(join(folder, ".event.log.lock"), { force: true });
  for (const name of readdirSync(folder).filter((name) => name.includes("not-synced"))) {
    renameSync(join(folder, name), join(folder, "event.log.1000"));
  }
}

/** The first time each number comes. */
const firsts = (numbers: number[]) => [...new Set(numbers)];

test("a crash at any call loses nothing that was acknowledged, and the next start goes on", async () => {
  const points = await countCalls();
  expect(points).toBeGreaterThan(60);
  for (let point = 1; point <= points; point++) {
    const folder = temporaryFolder();
    const acknowledged: number[] = [];
    Object.assign(calls, { failing: point, crashes: true });
    await work(make(folder), acknowledged).catch(() => {});
    calls.reset();
    leave(folder);
    const next = make(folder);
    opened(next);
    await next.keep(sampleRecord(100));
    await next.close();
    const found = numbersInAll(folder);
    expect(found, `at call ${point}`).toEqual(expect.arrayContaining(acknowledged));
    expect(found, `at call ${point}`).toEqual([...found].sort((one, other) => one - other));
    expect(found.at(-1)).toBe(100);
  }
});

describe.each(["EIO", "ENOSPC", "EACCES"])("one call that fails with %s", (code) => {
  test("wherever it is, loses nothing; what was refused can be given again", async () => {
    const points = await countCalls();
    for (let point = 1; point <= points; point++) {
      const folder = temporaryFolder();
      mkdirSync(folder, { recursive: true });
      const acknowledged: number[] = [];
      Object.assign(calls, { failing: point, code });
      const handler = make(folder);
      const started = await work(handler, acknowledged).then(
        () => true,
        () => false,
      );
      calls.reset();
      if (started) {
        await handler.flush("durable");
        await handler.close();
        acknowledged.push(...unawaited);
      }
      leave(folder);
      const found = firsts(numbersInAll(folder));
      expect(found, `at call ${point}`).toEqual(expect.arrayContaining(acknowledged));
    }
  });
});
