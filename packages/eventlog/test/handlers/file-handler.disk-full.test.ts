import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FileHandler, type FileHandlerOptions } from "../../src/index.js";
import { sampleRecord, sampleRecords } from "../../src/testing/sample-records.js";
import { disk } from "../support/limited-disk.js";
import { readNumbers } from "../support/lines.js";
import { opened } from "../support/opened.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

vi.mock("node:fs", async (importOriginal) => ({
  ...(await importOriginal<typeof import("node:fs")>()),
  ...(await import("../support/limited-disk.js")).limitedDisk,
}));

/** Only the timer of the handler is made of wax; what the disk takes, it takes in real turns. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
  disk.reset();
});

const lineLength = sampleRecord(1).line.length + 1;
const nextTurn = () => new Promise(setImmediate);

function fileHandler(options?: FileHandlerOptions) {
  const file = join(temporaryFolder(), "event.log");
  const handler = new FileHandler(file, options);
  const messages = opened(handler);
  const full = `${file}: the disk is full; make room (ENOSPC)`;
  return { file, handler, messages, full };
}

/** Until what is gathered was started on, and has gone through the disk or failed. */
async function settled(): Promise<void> {
  await vi.advanceTimersByTimeAsync(25);
  for (let turn = 0; turn < 5; turn++) await nextTurn();
}

describe("a write that is cut short", () => {
  test("keeps the whole lines, cuts the torn one, and writes it when there is room", async () => {
    const { file, handler } = fileHandler();
    disk.room = 2.5 * lineLength;
    for (const record of sampleRecords(4)) handler.handle(record);
    await expect(handler.flush()).rejects.toThrow("the disk is full; make room (ENOSPC)");
    expect(readNumbers(file)).toEqual([0, 1]);
    disk.room = Number.POSITIVE_INFINITY;
    await handler.flush();
    expect(readNumbers(file)).toEqual([0, 1, 2, 3]);
  });

  test("of a line that is missing only its end is cut, too: it was not kept", async () => {
    const { file, handler } = fileHandler();
    disk.room = 2 * lineLength - 1;
    for (const record of sampleRecords(2)) handler.handle(record);
    await expect(handler.flush()).rejects.toThrow("full");
    expect(readNumbers(file)).toEqual([0]);
  });

  test("refuses senders that wait and never writes what it refused", async () => {
    const { file, handler } = fileHandler();
    disk.room = 1.5 * lineLength;
    const kept = handler.keep(sampleRecord(0));
    handler.handle(sampleRecord(1));
    const refused = handler.keep(sampleRecord(2));
    handler.handle(sampleRecord(3));
    const outcomes = await Promise.allSettled([kept, refused]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    disk.room = Number.POSITIVE_INFINITY;
    await handler.flush();
    expect(readNumbers(file)).toEqual([0, 1, 3]);
  });

  test("lets a flush succeed when all before it is in the file", async () => {
    const { handler } = fileHandler();
    disk.room = 1.5 * lineLength;
    handler.handle(sampleRecord(0));
    const first = handler.flush();
    handler.handle(sampleRecord(1));
    const second = handler.flush();
    const outcomes = await Promise.allSettled([first, second]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  });

  test("does not let a flush succeed because a sender behind it was refused", async () => {
    const { handler } = fileHandler();
    disk.room = 0;
    handler.handle(sampleRecord(0));
    const flush = handler.flush();
    const keep = handler.keep(sampleRecord(1));
    const outcomes = await Promise.allSettled([flush, keep]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });

  test("is cut before the next line also where the disk would not cut at once", async () => {
    const { file, handler } = fileHandler();
    disk.room = 1.5 * lineLength;
    disk.truncates = false;
    for (const record of sampleRecords(2)) handler.handle(record);
    await expect(handler.flush()).rejects.toThrow("full");
    disk.room = Number.POSITIVE_INFINITY;
    await expect(handler.flush()).rejects.toThrow("a torn line could not be cut off");
    disk.truncates = true;
    await handler.flush();
    expect(readNumbers(file)).toEqual([0, 1]);
  });

  test("cuts nothing of another program that has written since", async () => {
    const { file, handler } = fileHandler();
    disk.room = 1.5 * lineLength;
    disk.afterShortWrite = () => appendFileSync(file, "from another program\n");
    for (const record of sampleRecords(2)) handler.handle(record);
    await expect(handler.flush()).rejects.toThrow("full");
    disk.reset();
    await handler.flush();
    const lines = readFileSync(file, "utf8").split("\n");
    expect(lines[0]).toBe(sampleRecord(0).line);
    expect(lines[1]).toMatch(/^\{"__timestamp__".*from another program$/);
    expect(lines.slice(2)).toEqual([sampleRecord(1).line, ""]);
  });
});

describe("while the disk is full", () => {
  test("the failure is told of once, and so is its end", async () => {
    const { handler, messages, full } = fileHandler();
    disk.room = 0;
    for (const record of sampleRecords(3)) {
      handler.handle(record);
      await expect(handler.flush()).rejects.toThrow("full");
      await expect(handler.keep(record)).rejects.toThrow("full");
    }
    disk.room = Number.POSITIVE_INFINITY;
    await handler.flush();
    expect(messages).toEqual([full, "can be written again"]);
  });

  test("another failure is told of, too", async () => {
    const { handler, messages, full, file } = fileHandler();
    disk.room = 0;
    handler.handle(sampleRecord(0));
    await expect(handler.flush()).rejects.toThrow("full");
    disk.code = "EIO";
    await expect(handler.flush()).rejects.toThrow("the disk reports an error");
    expect(messages).toEqual([full, `${file}: the disk reports an error (EIO)`]);
  });

  test("events are tried again after a while without anybody asking", async () => {
    const { file, handler } = fileHandler();
    disk.room = 0;
    for (const record of sampleRecords(3)) handler.handle(record);
    await settled();
    disk.room = Number.POSITIVE_INFINITY;
    await vi.advanceTimersByTimeAsync(1000);
    await settled();
    expect(readNumbers(file)).toEqual([0, 1, 2]);
  });

  test("events that come after a failure with nothing to try again are tried, too", async () => {
    const { file, handler } = fileHandler();
    disk.room = 0;
    await expect(handler.keep(sampleRecord(0))).rejects.toThrow("full");
    expect(vi.getTimerCount()).toBe(0);
    handler.handle(sampleRecord(1));
    disk.room = Number.POSITIVE_INFINITY;
    await vi.advanceTimersByTimeAsync(1000);
    await settled();
    expect(readNumbers(file)).toEqual([1]);
  });

  test("flush resolves where nothing is left to write", async () => {
    const { handler } = fileHandler();
    disk.room = 0;
    await expect(handler.keep(sampleRecord(0))).rejects.toThrow("full");
    await handler.flush();
  });

  test("events beyond the buffer are dropped, counted and told of", async () => {
    const { file, handler, messages, full } = fileHandler({ maxBuffer: 3 * lineLength });
    disk.room = 0;
    handler.handle(sampleRecord(0));
    await settled();
    for (const record of sampleRecords(9, 1)) handler.handle(record);
    await expect(handler.keep(sampleRecord(10))).rejects.toThrow("full");
    disk.room = Number.POSITIVE_INFINITY;
    await handler.flush();
    expect(readNumbers(file)).toEqual([0, 1, 2, 3]);
    expect(messages).toEqual([
      full,
      "the buffer is full; events are dropped",
      "can be written again; 6 events dropped meanwhile",
    ]);
  });

  test("closing tells how many events were lost, and nothing is written later", async () => {
    const { file, handler } = fileHandler({ maxBuffer: 2 * lineLength });
    disk.room = 0;
    handler.handle(sampleRecord(0));
    await settled();
    for (const record of sampleRecords(4, 1)) handler.handle(record);
    const closing = handler.close();
    await expect(closing).rejects.toThrow("closed; 5 events could not be written");
    await expect(handler.close()).rejects.toThrow("closed; 5 events could not be written");
    disk.room = Number.POSITIVE_INFINITY;
    await handler.flush();
    await vi.advanceTimersByTimeAsync(5000);
    await settled();
    expect(readNumbers(file)).toEqual([]);
  });
});

describe("a disk that does not answer", () => {
  test("fills the buffer, and then new events are dropped, counted and told of", async () => {
    const { file, handler, messages } = fileHandler({ maxBuffer: 2 * lineLength });
    let answer: (value: unknown) => void = () => {};
    disk.gate = new Promise((resolve) => {
      answer = resolve;
    });
    for (const record of sampleRecords(6)) {
      handler.handle(record);
      await nextTurn();
    }
    answer(undefined);
    await handler.flush();
    expect(readNumbers(file)).toEqual([0, 1, 2]);
    expect(messages).toEqual([
      "the buffer is full; events are dropped",
      "keeps up again; 3 events dropped meanwhile",
    ]);
  });

  test("keeps the order of what came before, meanwhile and after", async () => {
    const { file, handler } = fileHandler();
    let answer: (value: unknown) => void = () => {};
    disk.gate = new Promise((resolve) => {
      answer = resolve;
    });
    handler.handle(sampleRecord(0));
    await settled();
    handler.handle(sampleRecord(1));
    const kept = handler.keep(sampleRecord(2));
    answer(undefined);
    await kept;
    handler.handle(sampleRecord(3));
    await handler.close();
    expect(readNumbers(file)).toEqual([0, 1, 2, 3]);
  });
});
