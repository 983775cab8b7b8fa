import { describe, expect, test, vi } from "vitest";
import { Intake } from "../../src/delivery/intake.js";
import { checkSpoolOptions, type WhenFull } from "../../src/delivery/spool-options.js";
import { sampleRecord, sampleRecords } from "../../src/testing/sample-records.js";
import { FailingDisk, failure } from "../support/failing-disk.js";
import { numbersOf, openSpool, readAll } from "../support/spools.js";

/** Bytes that the line of a sample record takes in a spool, or a few more. */
const size = sampleRecord(1).line.length + 96;
const leastBytes = 64 * 1024;
const fitting = Math.floor(leastBytes / size);

function intakeWith(whenFull: WhenFull, { maxBuffer = 100 * size } = {}) {
  const disk = new FailingDisk();
  const { spool } = openSpool(undefined, { disk, segmentBytes: leastBytes / 8 });
  const messages: string[] = [];
  let dropped = 0;
  const options = checkSpoolOptions("Test", { whenFull, maxBytes: leastBytes, maxBuffer });
  const intake = new Intake(spool, options, {
    stored() {},
    gaveUp() {},
    dropped: (count) => {
      dropped += count;
    },
    report: (problem) => void messages.push(problem.message),
  });
  const settling = (resolve: () => void, refused: (error: Error) => void) => ({
    stored: () => resolve(),
    refused,
  });
  return {
    disk,
    spool,
    intake,
    messages,
    dropped: () => dropped,
    keep: (number: number) =>
      new Promise<void>((resolve, reject) => intake.add(sampleRecord(number), settling(resolve, reject))),
    flush: () => new Promise<void>((resolve, reject) => intake.flush(settling(resolve, reject))),
  };
}

/** Fills the spool so far that no further event has room. */
async function fill({ intake, flush, messages }: ReturnType<typeof intakeWith>): Promise<void> {
  // A batch a segment, so that some can be let go of.
  for (let first = 0; first < 2 * fitting && messages.length === 0; first += 20) {
    for (const record of sampleRecords(20, first)) intake.add(record);
    await flush().catch(() => {});
  }
}

const full = "the spool is full; end what the destination fails of, or raise maxBytes";

test("what comes in one turn is one write and one sync", async () => {
  const { intake, disk, flush, spool } = intakeWith("block");
  for (const record of sampleRecords(100)) intake.add(record);
  await flush();
  expect(disk.calls.filter((call) => call === "write" || call === "datasync")).toEqual(["write", "datasync"]);
  expect(numbersOf(await readAll(spool))).toEqual([...Array(100).keys()]);
});

describe("with block", () => {
  test("a sender waits while the spool is full, and goes on when there is room", async () => {
    const made = intakeWith("block");
    await fill(made);
    let settled = false;
    const kept = made.keep(9999).then(() => {
      settled = true;
    });
    await expect(made.flush()).rejects.toThrow(full);
    expect(settled).toBe(false);
    const events = await readAll(made.spool);
    made.spool.confirm(events.at(-1)?.position ?? 0);
    made.intake.resume();
    await kept;
    const rest = numbersOf(await readAll(made.spool));
    expect([...numbersOf(events), ...rest]).toEqual([...Array(events.length + rest.length - 1).keys(), 9999]);
    expect(made.dropped()).toBe(0);
    expect(made.messages).toEqual([full, "the spool takes events again"]);
  });

  test("memory is bounded: beyond it events are dropped and senders refused", async () => {
    const made = intakeWith("block", { maxBuffer: 30 * size });
    await fill(made);
    for (const record of sampleRecords(100)) made.intake.add(record);
    await expect(made.keep(1)).rejects.toThrow(full);
    expect(made.dropped()).toBeGreaterThanOrEqual(70);
    expect(made.messages).toEqual([full, `${full}; events are dropped`]);
    expect(made.spool.bytes).toBeLessThanOrEqual(leastBytes);
  });
});

describe("with fail", () => {
  test("senders are refused and events dropped at once, and it goes on when there is room", async () => {
    const made = intakeWith("fail");
    await fill(made);
    const before = made.dropped();
    await expect(made.keep(1)).rejects.toThrow(full);
    made.intake.add(sampleRecord(2));
    expect(made.dropped()).toBe(before + 1);
    expect(made.intake.idle).toBe(true);
    const events = await readAll(made.spool);
    made.spool.confirm(events.at(-1)?.position ?? 0);
    made.intake.resume();
    await made.keep(9999);
    expect(numbersOf(await readAll(made.spool))).toEqual([9999]);
    expect(made.messages.at(-1)).toBe(
      `the spool takes events again; ${made.dropped()} events dropped meanwhile`,
    );
  });
});

describe("with drop-oldest", () => {
  test("the oldest events make room, and are counted", async () => {
    const made = intakeWith("drop-oldest");
    for (let first = 0; first < 1000; first += 10) {
      for (const record of sampleRecords(10, first)) made.intake.add(record);
      await made.flush();
    }
    const numbers = numbersOf(await readAll(made.spool));
    expect(numbers).toEqual([...Array(1000).keys()].slice(made.dropped()));
    expect(numbers.length).toBeGreaterThan(fitting / 2);
    expect(made.spool.bytes).toBeLessThanOrEqual(leastBytes);
    expect(made.messages).toEqual(["the spool is full; events are dropped"]);
  });

  test("they make room also on a disk that is full before the spool is", async () => {
    const made = intakeWith("drop-oldest");
    for (let first = 0; first < 100; first += 20) {
      for (const record of sampleRecords(20, first)) made.intake.add(record);
      await made.flush();
    }
    const { unlink } = made.disk;
    made.disk.room = 0;
    made.disk.unlink = (path) => {
      made.disk.room = Number.POSITIVE_INFINITY;
      return unlink.call(made.disk, path);
    };
    await made.keep(100);
    expect(numbersOf(await readAll(made.spool)).at(-1)).toBe(100);
    expect(made.dropped()).toBeGreaterThan(0);
  });
});

describe("while the disk fails", () => {
  test("one failure is tried again at once, in a new file", async () => {
    const { disk, keep, spool, messages } = intakeWith("fail");
    disk.failOnce("datasync");
    await keep(0);
    expect(numbersOf(await readAll(spool))).toEqual([0]);
    expect(messages).toEqual([]);
  });

  test("events wait, and are written by themselves when it works again", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { disk, intake, keep, flush, spool, messages, dropped } = intakeWith("block");
      disk.fail = (call) => {
        if (call === "write") throw failure("ENOSPC");
      };
      intake.add(sampleRecord(0));
      await expect(flush()).rejects.toThrow("the disk is full; make room (ENOSPC)");
      const kept = keep(1);
      disk.fail = () => {};
      await vi.advanceTimersByTimeAsync(1000);
      await kept;
      expect(numbersOf(await readAll(spool))).toEqual([0, 1]);
      expect(messages).toEqual([
        `${spool.folder}: the disk is full; make room (ENOSPC)`,
        "the spool takes events again",
      ]);
      expect(dropped()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("with fail, senders are refused and what they gave is never written", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { disk, intake, keep, spool, dropped } = intakeWith("fail");
      disk.fail = (call) => {
        if (call === "datasync") throw failure("EIO");
      };
      intake.add(sampleRecord(0));
      await expect(keep(1)).rejects.toThrow("the disk reports an error (EIO)");
      await expect(keep(2)).rejects.toThrow("the disk reports an error (EIO)");
      expect(dropped()).toBe(1);
      disk.fail = () => {};
      await vi.advanceTimersByTimeAsync(1000);
      await keep(3);
      expect(numbersOf(await readAll(spool))).toEqual([3]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("closing tells how many events are lost", async () => {
    const { disk, intake, dropped } = intakeWith("block");
    disk.fail = (call) => {
      if (call === "write") throw failure("EIO");
    };
    for (const record of sampleRecords(3)) intake.add(record);
    await intake.drain();
    expect(intake.close()).toBe(3);
    expect(dropped()).toBe(3);
  });
});

test("what is confirmed makes room for an event that is nearly as large as the spool", async () => {
  const { keep, spool } = intakeWith("block", { maxBuffer: 1024 * 1024 });
  await keep(0);
  spool.confirm(1);
  const large = sampleRecord(1, "x".repeat(leastBytes - size - 100));
  await spool.append([large]).then(() => spool.confirm(2));
  await keep(2);
  expect(spool.bytes).toBeLessThan(size);
});

test("an event that is larger than the spool is refused, and stops none", async () => {
  const { intake, keep, dropped, spool } = intakeWith("block", { maxBuffer: 1024 * 1024 });
  intake.add(sampleRecord(0, "x".repeat(leastBytes)));
  await keep(1);
  expect(dropped()).toBe(1);
  expect(numbersOf(await readAll(spool))).toEqual([1]);
});
