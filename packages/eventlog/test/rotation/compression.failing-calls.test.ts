import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { BackupFolder } from "../../src/rotation/backup-folder.js";
import { Compression } from "../../src/rotation/compression.js";
import { linesOf, sampleRecords } from "../../src/testing/sample-records.js";
import { numbersInAll } from "../support/backups.js";
import { calls } from "../support/failing-calls.js";

vi.mock("node:fs", async (importOriginal) => ({
  ...(await importOriginal<typeof import("node:fs")>()),
  ...(await import("../support/failing-calls.js")).failingCalls,
}));

afterEach(() => calls.reset());

const text = (first: number) => linesOf(sampleRecords(3, first)).join("\n");

/** A log with two backups that are not compressed yet; calls are counted from then on. */
function logWithBackups() {
  const files = { "event.log": text(6), "event.log.1": text(3), "event.log.2": text(0) };
  const folder = temporaryFolder(
    Object.fromEntries(Object.entries(files).map(([name, lines]) => [name, `${lines}\n`])),
  );
  const backups = new BackupFolder(join(folder, "event.log"), /[1-9]\d*/);
  const messages: string[] = [];
  const compression = () => new Compression(backups, ({ message }) => void messages.push(message));
  calls.reset();
  return { folder, backups, compression, messages };
}

const all = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const compressed = ["event.log", "event.log.1.gz", "event.log.2.gz"];

async function countCalls(): Promise<number> {
  const { folder, compression } = logWithBackups();
  await compression().start();
  const { length } = calls.made;
  expect(readdirSync(folder).sort()).toEqual(compressed);
  return length;
}

test.each([
  true,
  false,
])("a failure at any call (a crash: %s) loses nothing, and the next try goes on", async (crashes) => {
  const points = await countCalls();
  expect(points).toBeGreaterThan(20);
  for (let point = 1; point <= points; point++) {
    const { folder, backups, compression, messages } = logWithBackups();
    const first = compression();
    Object.assign(calls, { failing: point, crashes });
    await first.start();
    calls.reset();
    expect(messages.join(), `at call ${point}`).not.toContain("ABORT");
    for (const suffix of ["1", "2"]) {
      const whole = join(folder, `event.log.${suffix}`);
      expect(existsSync(whole) || existsSync(`${whole}.gz`), `at call ${point}`).toBe(true);
    }
    await (crashes ? compression() : first).start();
    expect(readdirSync(folder).sort(), `at call ${point}`).toEqual(compressed);
    expect(numbersInAll(folder), `at call ${point}`).toEqual(all);
    expect(backups.uncompressed()).toEqual([]);
  }
});

test("a backup that is renamed while it is compressed takes the compressed one with it", async () => {
  const { folder, compression } = logWithBackups();
  const running = compression().start();
  renameSync(join(folder, "event.log.2"), join(folder, "event.log.3"));
  renameSync(join(folder, "event.log.1"), join(folder, "event.log.2"));
  await running;
  expect(readdirSync(folder).sort()).toEqual(["event.log", "event.log.2.gz", "event.log.3.gz"]);
  expect(numbersInAll(folder)).toEqual(all);
});

test("stopping leaves the rest to the next start, and nothing half-written", async () => {
  const { folder, compression } = logWithBackups();
  const stopped = compression();
  void stopped.start();
  await stopped.stop();
  expect(numbersInAll(folder)).toEqual(all);
  await compression().start();
  expect(readdirSync(folder).sort()).toEqual(compressed);
});

test("what cannot be compressed is told once, and left as it is", async () => {
  const { folder, compression, messages } = logWithBackups();
  mkdirSync(join(folder, ".event.log.gz"));
  const failing = compression();
  await failing.start();
  await failing.start();
  expect(messages).toEqual([
    `${join(folder, "event.log")}: a backup could not be compressed and stays as it is: is a folder; name a file in it (EISDIR)`,
  ]);
  expect(numbersInAll(folder)).toEqual(all);
});
