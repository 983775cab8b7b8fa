import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { awkwardTexts, sampleRecord } from "../../src/testing/sample-records.js";
import { Spool } from "../../src/spool/spool.js";
import { appendSamples, crash, numbersOf, openSpool, readAll } from "../support/spools.js";

const segmentsIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith(".spool"));
const upTo = (count: number) => [...Array(count).keys()];

describe("what was appended", () => {
  test("is read as it was given, in order, whatever its strings hold", async () => {
    const { spool } = openSpool();
    const records = awkwardTexts.map((text, number) => sampleRecord(number, text));
    await spool.append(records);
    const events = await readAll(spool);
    expect(events.map(({ id, sequence, line }) => ({ id, sequence, line }))).toEqual(
      records.map(({ id, sequence, line }) => ({ id, sequence, line })),
    );
    expect(events[0]).toMatchObject({ position: 1, schema: "example.org/contract", version: 1 });
    expect(events[0]?.timestamp).toBe(records[0]?.timestamp);
  });

  test("is there after a crash", async () => {
    const { folder, spool } = openSpool();
    await appendSamples(spool, 10);
    crash(folder);
    const next = openSpool(folder);
    await appendSamples(next.spool, 5, 10);
    expect(numbersOf(await readAll(next.spool))).toEqual(upTo(15));
    expect(next.found).toEqual({ places: 0, lost: 0 });
  });

  test("is read in portions of so many events and bytes", async () => {
    const { spool } = openSpool();
    await appendSamples(spool, 10);
    expect(await spool.read(3, 1_000_000)).toHaveLength(3);
    expect(await spool.read(100, sampleRecord(0).line.length * 2.5)).toHaveLength(2);
    // One that is larger than what may be read goes alone.
    expect(await spool.read(100, 1)).toHaveLength(1);
    expect(await spool.read(100, 1_000_000)).toHaveLength(4);
    expect(await spool.read(100, 1_000_000)).toEqual([]);
  });

  test("is not read again once it is confirmed, also after a crash", async () => {
    const { folder, spool } = openSpool();
    await appendSamples(spool, 10);
    spool.confirm(4);
    crash(folder);
    const next = openSpool(folder);
    expect(numbersOf(await readAll(next.spool))).toEqual(upTo(10).slice(4));
  });
});

describe("segments", () => {
  test("follow each other when they are full, and are deleted once all of them is confirmed", async () => {
    const { folder, spool } = openSpool(undefined, { segmentBytes: 1 });
    for (const number of upTo(5)) await appendSamples(spool, 2, number * 2);
    expect(segmentsIn(folder)).toHaveLength(5);
    expect(numbersOf(await readAll(spool))).toEqual(upTo(10));
    spool.confirm(5);
    const { bytes } = spool;
    await spool.close();
    expect(segmentsIn(folder)).toHaveLength(3);
    expect(segmentsIn(folder).reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0)).toBe(
      bytes,
    );
  });

  test("leave nothing behind when all is confirmed", async () => {
    const { folder, spool } = openSpool();
    await appendSamples(spool, 3);
    spool.confirm(3);
    await spool.close();
    expect(readdirSync(folder)).toEqual(["confirmed"]);
  });

  test("do not give a position twice after that", async () => {
    const { folder, spool } = openSpool();
    await appendSamples(spool, 3);
    spool.confirm(3);
    await spool.close();
    const next = openSpool(folder);
    await appendSamples(next.spool, 1, 3);
    expect((await readAll(next.spool)).map(({ position }) => position)).toEqual([4]);
  });

  test("that are dropped give room, and are no damage", async () => {
    const { spool, found } = openSpool(undefined, { segmentBytes: 1 });
    for (const number of upTo(4)) await appendSamples(spool, 2, number * 2);
    await spool.read(1, 1);
    // The first event is in somebody's hand already.
    expect(await spool.dropOldest()).toEqual({ count: 1, last: 2 });
    expect(await spool.dropOldest()).toEqual({ count: 2, last: 4 });
    expect(numbersOf(await readAll(spool))).toEqual([4, 5, 6, 7]);
    expect(found).toEqual({ places: 0, lost: 0 });
  });
});

describe("after a power cut", () => {
  test("a torn last event is passed over, and the next ones are not", async () => {
    const { folder, spool } = openSpool();
    await appendSamples(spool, 3);
    crash(folder);
    const path = join(folder, segmentsIn(folder)[0] ?? "");
    truncateSync(path, readFileSync(path).length - 10);
    const next = openSpool(folder);
    await appendSamples(next.spool, 2, 3);
    expect(numbersOf(await readAll(next.spool))).toEqual([0, 1, 3, 4]);
    expect(next.found).toEqual({ places: 1, lost: 1 });
  });

  test("a confirmed position ahead of what is on disk hides no new event", async () => {
    const { folder, spool } = openSpool();
    await appendSamples(spool, 5);
    spool.confirm(5);
    crash(folder);
    const path = join(folder, segmentsIn(folder)[0] ?? "");
    rmSync(path);
    const next = openSpool(folder);
    await appendSamples(next.spool, 2, 5);
    expect(numbersOf(await readAll(next.spool))).toEqual([5, 6]);
  });

  test.each([
    ["torn in its latest slot", (text: string) => `${text.slice(0, 10)}\0\0\0${text.slice(13)}`, [2, 3, 4]],
    ["gone", () => "", [0, 1, 2, 3, 4]],
    ["cut", (text: string) => text.slice(0, 40), [3, 4]],
    ["all zeros", (text: string) => "\0".repeat(text.length), [0, 1, 2, 3, 4]],
  ])("a confirmed position that is %s costs duplicates, and no event", async (_, harm, left) => {
    const { folder, spool } = openSpool();
    await appendSamples(spool, 5);
    // Both slots are written at the start; these are the next two.
    spool.confirm(1);
    spool.confirm(2);
    spool.confirm(3);
    crash(folder);
    const path = join(folder, "confirmed");
    writeFileSync(path, harm(readFileSync(path, "latin1")), "latin1");
    const next = openSpool(folder);
    expect(numbersOf(await readAll(next.spool))).toEqual(left);
  });
});

test("files that are none of ours are left alone", async () => {
  const { folder, spool } = openSpool();
  writeFileSync(join(folder, "notes.txt"), "mine");
  appendFileSync(join(folder, "1.spool"), "mine, too");
  await appendSamples(spool, 1);
  spool.confirm(1);
  await spool.close();
  await openSpool(folder).spool.close();
  expect(existsSync(join(folder, "notes.txt"))).toBe(true);
  expect(readFileSync(join(folder, "1.spool"), "utf8")).toBe("mine, too");
});

test("a folder that cannot be made is an error with the fix", () => {
  const { folder } = openSpool();
  writeFileSync(join(folder, "file"), "");
  expect(() => openSpoolAt(join(folder, "file", "spool"))).toThrow(
    "a part of the path is a file; name another path",
  );
});

function openSpoolAt(folder: string) {
  return Spool.open(folder, { segmentBytes: 1, findings: { damaged() {}, lost() {} } });
}
