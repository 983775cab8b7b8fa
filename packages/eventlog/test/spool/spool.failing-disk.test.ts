import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type DiskCall, FailingDisk, failure } from "../support/failing-disk.js";
import { appendSamples, crash, numbersOf, openSpool, readAll } from "../support/spools.js";

const points = ["open", "write", "datasync", "sync", "truncate", "close", "unlink"] as const;

async function spoolOnFailingDisk(segmentBytes = 1024 * 1024) {
  const disk = new FailingDisk();
  const opened = openSpool(undefined, { disk, segmentBytes });
  await appendSamples(opened.spool, 2);
  return { disk, ...opened };
}

/** Appends until it succeeds; an attempt before may have failed. */
async function appendAgain(append: () => Promise<void>): Promise<boolean> {
  try {
    await append();
    return true;
  } catch {
    await append();
    return false;
  }
}

describe.each(points)("when %s fails once", (point) => {
  test("what was appended before and after is read once, now and after a crash", async () => {
    const { disk, folder, spool, found } = await spoolOnFailingDisk(1);
    disk.failOnce(point);
    await appendAgain(() => appendSamples(spool, 2, 2));
    await appendSamples(spool, 1, 4);
    expect(numbersOf(await readAll(spool))).toEqual([0, 1, 2, 3, 4]);
    expect(found).toEqual({ places: 0, lost: 0 });
    crash(folder);
    const next = openSpool(folder);
    expect(numbersOf(await readAll(next.spool))).toEqual([0, 1, 2, 3, 4]);
    expect(next.found).toEqual({ places: 0, lost: 0 });
  });
});

test("a failed sync is not tried again on the same file", async () => {
  const { disk, folder, spool } = await spoolOnFailingDisk();
  disk.failOnce("datasync");
  await expect(appendSamples(spool, 1, 2)).rejects.toThrow("EIO");
  const before = disk.calls.length;
  await appendSamples(spool, 1, 2);
  expect(disk.calls.slice(before)).toContain("open");
  expect(readdirSync(folder).filter((name) => name.endsWith(".spool"))).toHaveLength(2);
});

test.each<[string, DiskCall[]]>([
  ["could be cut off", []],
  ["could not be cut off", ["truncate"]],
])("what a failed append left behind and %s is never read once others took its place", async (_, alsoFails) => {
  const { disk, folder, spool } = await spoolOnFailingDisk();
  disk.fail = (call) => {
    if (call === "datasync" || alsoFails.includes(call)) throw failure("EIO");
  };
  await expect(appendSamples(spool, 2, 100)).rejects.toThrow("EIO");
  disk.fail = () => {};
  await appendSamples(spool, 1, 2);
  expect(numbersOf(await readAll(spool))).toEqual([0, 1, 2]);
  crash(folder);
  expect(numbersOf(await readAll(openSpool(folder).spool))).toEqual([0, 1, 2]);
});

test("a file system that cannot sync folders keeps a spool all the same", async () => {
  const disk = new FailingDisk();
  disk.fail = (call) => {
    if (call === "sync") throw failure("EINVAL");
  };
  const { spool } = openSpool(undefined, { disk });
  await appendSamples(spool, 2);
  expect(disk.calls).toContain("sync");
  expect(numbersOf(await readAll(spool))).toEqual([0, 1]);
});

test("a write that a full disk cuts short leaves nothing behind", async () => {
  const { disk, folder, spool } = await spoolOnFailingDisk();
  disk.room = 100;
  await expect(appendSamples(spool, 1, 2)).rejects.toMatchObject({ code: "ENOSPC" });
  disk.room = Number.POSITIVE_INFINITY;
  await appendSamples(spool, 1, 2);
  crash(folder);
  const next = openSpool(folder);
  expect(numbersOf(await readAll(next.spool))).toEqual([0, 1, 2]);
  expect(next.found).toEqual({ places: 0, lost: 0 });
});

test("a read that fails loses nothing: the next one goes on", async () => {
  const { disk, spool } = await spoolOnFailingDisk();
  disk.failOnce("read");
  await expect(spool.read(10, 1000)).rejects.toThrow("EIO");
  expect(numbersOf(await readAll(spool))).toEqual([0, 1]);
});

test("a part of the disk that cannot be read costs what is there, and no more", async () => {
  const { disk, spool, found } = await spoolOnFailingDisk();
  await appendSamples(spool, 98, 2);
  disk.badFrom = 4096;
  await expect(spool.read(1000, 1_000_000)).rejects.toThrow("EIO");
  const numbers = numbersOf(await readAll(spool));
  expect(numbers.slice(0, 10)).toEqual([...Array(10).keys()]);
  expect(numbers.at(-1)).toBe(99);
  expect(found.places).toBe(1);
  expect(numbers.length + found.lost).toBe(100);
  expect(found.lost).toBeLessThan(25);
});

test("a new segment is synced, and so is its name in the folder, before an append resolves", async () => {
  const { disk } = await spoolOnFailingDisk();
  expect(disk.calls).toEqual(["unlink", "open", "open", "sync", "close", "write", "datasync"]);
});
