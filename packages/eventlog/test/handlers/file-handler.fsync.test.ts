import { chmodSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FileHandler, type FileHandlerOptions } from "../../src/index.js";
import { sampleRecord } from "../../src/testing/sample-records.js";
import { disk } from "../support/limited-disk.js";
import { readNumbers } from "../support/lines.js";
import { opened } from "../support/opened.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { unprivileged } from "../../../../test/support/unprivileged.js";

vi.mock("node:fs", async (importOriginal) => ({
  ...(await importOriginal<typeof import("node:fs")>()),
  ...(await import("../support/limited-disk.js")).limitedDisk,
}));

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  disk.reset();
});

function fileHandler(options?: FileHandlerOptions) {
  const file = join(temporaryFolder(), "event.log");
  const handler = new FileHandler(file, options);
  return { file, handler, messages: opened(handler) };
}

describe("fsync: interval", () => {
  test("syncs once an interval, when something was written", async () => {
    const { handler } = fileHandler({ fsyncInterval: 200 });
    handler.handle(sampleRecord(0));
    await handler.flush();
    handler.handle(sampleRecord(1));
    await handler.flush();
    expect(disk.syncs).toBe(0);
    vi.advanceTimersByTime(200);
    await handler.flush();
    expect(disk.syncs).toBe(1);
    vi.advanceTimersByTime(1000);
    await handler.flush();
    expect(disk.syncs).toBe(1);
  });

  test("syncs at once for senders who wait, all of a turn together", async () => {
    const { handler } = fileHandler();
    await Promise.all([0, 1, 2].map((number) => handler.keep(sampleRecord(number))));
    expect(disk.syncs).toBe(1);
  });

  test("does not sync for a sender who waits for no more than acceptance", async () => {
    const { handler, file } = fileHandler();
    await handler.keep(sampleRecord(0), "accepted");
    await handler.flush();
    expect(disk.syncs).toBe(0);
    expect(readNumbers(file)).toEqual([0]);
  });

  test("is what a handler without options does, and confirms as durable", () => {
    expect(fileHandler().handler.acknowledges).toBe("durable");
  });
});

test("fsync: always syncs what nobody waits for", async () => {
  const { handler } = fileHandler({ fsync: "always" });
  handler.handle(sampleRecord(0));
  await handler.flush();
  expect(disk.syncs).toBe(1);
});

test("fsync: never syncs nothing and promises nothing", async () => {
  const { handler } = fileHandler({ fsync: "never" });
  await handler.keep(sampleRecord(0));
  await handler.flush("durable");
  await handler.close();
  expect(disk.syncs).toBe(0);
  expect(handler.acknowledges).toBe("accepted");
});

test("closing syncs", async () => {
  const { handler } = fileHandler();
  handler.handle(sampleRecord(0));
  await handler.close();
  expect(disk.syncs).toBe(1);
});

test("a durable flush of what is written already still syncs", async () => {
  const { handler } = fileHandler();
  handler.handle(sampleRecord(0));
  await handler.flush();
  await handler.flush("durable");
  expect(disk.syncs).toBe(1);
});

describe("a sync that fails", () => {
  test("is not tried again on the same file: it is put aside and what nobody waited for goes to a new one", async () => {
    const { handler, file, messages } = fileHandler();
    disk.syncFails = true;
    handler.handle(sampleRecord(0));
    await expect(handler.keep(sampleRecord(1))).rejects.toThrow("may be lost");
    const [aside] = readdirSync(dirname(file));
    expect(aside).toMatch(/^event\.log\.not-synced-\d{8}T\d{9}Z$/);
    disk.syncFails = false;
    await handler.flush("durable");
    expect(readNumbers(file)).toEqual([0]);
    expect(readNumbers(join(dirname(file), aside as string))).toEqual([0, 1]);
    expect(messages[0]).toContain(`The file is now ${join(dirname(file), aside as string)}`);
  });

  test("refuses also a sender whose line was written before the disk was full", async () => {
    const { handler } = fileHandler();
    disk.room = sampleRecord(0).line.length + 1;
    disk.syncFails = true;
    const outcomes = await Promise.allSettled([handler.keep(sampleRecord(0)), handler.keep(sampleRecord(1))]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });
});

describe("a new file, whose folder is synced as well", () => {
  test("is not acknowledged where that fails, and put aside", async () => {
    const { handler, file } = fileHandler();
    disk.folderSyncFails = "EIO";
    await expect(handler.keep(sampleRecord(0))).rejects.toThrow("the disk reports an error (EIO)");
    expect(readdirSync(dirname(file))).toEqual([expect.stringMatching(/^event\.log\.not-synced-/)]);
    disk.folderSyncFails = undefined;
    await handler.keep(sampleRecord(1));
    expect(readNumbers(file)).toEqual([1]);
  });

  test.each(["EINVAL", "ENOSYS", "ENOTSUP"])("is kept where no folder can be synced (%s)", async (code) => {
    const { handler, file } = fileHandler();
    disk.folderSyncFails = code;
    await handler.keep(sampleRecord(0));
    expect(readNumbers(file)).toEqual([0]);
  });

  test("is refused at the start where the folder must not be read, but with fsync: never", async () => {
    const { handler, file } = fileHandler({ delay: true });
    chmodSync(dirname(file), 0o333);
    await unprivileged(async () => {
      const message = "its folder cannot be synced: permission denied; let this user read it (EACCES)";
      await expect(handler.keep(sampleRecord(0))).rejects.toThrow(`${file}: ${message}`);
      expect(() => opened(new FileHandler(`${file}.never`, { fsync: "never" }))).not.toThrow();
    });
    chmodSync(dirname(file), 0o700);
  });
});

test("a file that is deleted while it is written is made again, with the lines", async () => {
  const { handler, file } = fileHandler();
  handler.handle(sampleRecord(0));
  await handler.flush();
  disk.gate = Promise.resolve().then(() => rmSync(file, { force: true }));
  await handler.keep(sampleRecord(1));
  expect(readNumbers(file)).toEqual([1]);
});

test("counts what it has handled, confirmed and dropped", async () => {
  const { handler, file } = fileHandler({ maxBuffer: 1 });
  handler.handle(sampleRecord(0));
  await handler.flush();
  disk.room = 0;
  handler.handle(sampleRecord(1));
  await handler.flush().catch(() => {});
  handler.handle(sampleRecord(2));
  expect(handler.statistics).toEqual({ handled: 2, confirmed: 1, dropped: 1 });
  expect(readFileSync(file, "utf8").split("\n")).toHaveLength(2);
});
