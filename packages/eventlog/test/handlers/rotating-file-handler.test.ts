import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { unprivileged } from "../../../../test/support/unprivileged.js";
import { RotatingFileHandler, type RotatingFileHandlerOptions } from "../../src/index.js";
import { sampleRecord, sampleRecords } from "../../src/testing/sample-records.js";
import { logNames, numbersByFile } from "../support/backups.js";
import { opened } from "../support/opened.js";

afterEach(() => void vi.restoreAllMocks());

const lineBytes = sampleRecord(0).line.length + 1;
/** So many lines of one digit fit. */
const room = (lines: number) => lines * lineBytes + 1;

function rotatingHandler(options: RotatingFileHandlerOptions, files: Record<string, string> = {}) {
  const folder = temporaryFolder(files);
  const handler = new RotatingFileHandler(join(folder, "event.log"), options);
  return { folder, handler, messages: opened(handler) };
}

async function write(handler: RotatingFileHandler, count: number, first = 0): Promise<void> {
  for (const record of sampleRecords(count, first)) handler.handle(record);
  await handler.flush();
}

test("the file becomes a backup before it reaches maxBytes, wherever that is in what is written at once", async () => {
  const { folder, handler } = rotatingHandler({ maxBytes: room(3), backupCount: 5 });
  await write(handler, 8);
  expect(numbersByFile(folder)).toEqual({
    "event.log": [6, 7],
    "event.log.1": [3, 4, 5],
    "event.log.2": [0, 1, 2],
  });
});

test("it goes on with a file that is there", async () => {
  const { folder, handler } = rotatingHandler({ maxBytes: room(3), backupCount: 5 });
  await write(handler, 2);
  await handler.close();
  const next = new RotatingFileHandler(join(folder, "event.log"), { maxBytes: room(3), backupCount: 5 });
  opened(next);
  await write(next, 2, 2);
  expect(numbersByFile(folder)).toEqual({ "event.log": [3], "event.log.1": [0, 1, 2] });
});

test("there are never more backups than backupCount: the oldest goes", async () => {
  const { folder, handler } = rotatingHandler({ maxBytes: room(1), backupCount: 2 });
  await write(handler, 6);
  expect(numbersByFile(folder)).toEqual({ "event.log": [5], "event.log.1": [4], "event.log.2": [3] });
});

test.each([
  { maxBytes: 1, backupCount: 0 },
  { maxBytes: 0, backupCount: 5 },
  {},
])("with %o it is never rolled over", async (options) => {
  const { folder, handler } = rotatingHandler(options);
  await write(handler, 8);
  expect(logNames(folder)).toEqual(["event.log"]);
});

test("a line that is longer than maxBytes stands alone", async () => {
  const { folder, handler } = rotatingHandler({ maxBytes: room(2), backupCount: 5 });
  await write(handler, 1);
  handler.handle(sampleRecord(1, "x".repeat(1000)));
  await write(handler, 1, 2);
  expect(numbersByFile(folder)).toEqual({ "event.log": [2], "event.log.1": [1], "event.log.2": [0] });
});

test("a place that is free among the backups is used, so that none is deleted while there is room", async () => {
  const { folder, handler } = rotatingHandler(
    { maxBytes: room(1), backupCount: 3 },
    { "event.log.2": '{"number":-2}\n', "event.log.3": '{"number":-3}\n' },
  );
  await write(handler, 2);
  expect(numbersByFile(folder)).toEqual({
    "event.log": [1],
    "event.log.1": [0],
    "event.log.2": [-2],
    "event.log.3": [-3],
  });
});

test("files with other names are not touched", async () => {
  const others = [
    ...[
      "event.log.0",
      "event.log.01",
      "event.log.-1",
      "event.log.4",
      "event.log.1.bak",
      "event.log.1.gz.part",
    ],
    ...["event-log.1", "eventxlog.1", "an-event.log.1", "event.log.1\n"],
  ];
  const files = Object.fromEntries(others.map((name) => [name, `{"number":-1}\n`]));
  const { folder, handler } = rotatingHandler({ maxBytes: room(1), backupCount: 2 }, files);
  await write(handler, 6);
  expect(logNames(folder)).toEqual([...others, "event.log", "event.log.1", "event.log.2"].sort());
  for (const name of others) expect(readFileSync(join(folder, name), "utf8")).toBe(files[name]);
});

describe("with gzip", () => {
  test("backups are compressed, those too that a start finds", async () => {
    const { folder, handler } = rotatingHandler(
      { maxBytes: room(1), backupCount: 3, gzip: true },
      { "event.log.1": '{"number":-1}\n' },
    );
    await write(handler, 2);
    await expect.poll(() => logNames(folder)).toEqual(["event.log", "event.log.1.gz", "event.log.2.gz"]);
    expect(numbersByFile(folder)).toEqual({
      "event.log": [1],
      "event.log.1.gz": [0],
      "event.log.2.gz": [-1],
    });
  });

  test("there are never more than backupCount, plain and compressed ones together", async () => {
    const { folder, handler } = rotatingHandler({ maxBytes: room(1), backupCount: 2, gzip: true });
    await write(handler, 9);
    await handler.close();
    const [log, ...backups] = logNames(folder);
    expect(log).toBe("event.log");
    expect(new Set(backups.map((name) => name.replace(".gz", ""))).size).toBe(2);
  });
});

describe("a file that another handler rotates", () => {
  test("is refused at the start, with the fix", () => {
    const { folder } = rotatingHandler({});
    expect(() => opened(new RotatingFileHandler(join(folder, "event.log")))).toThrow(
      `${join(folder, "event.log")}: this file is in use by another handler of this process; give each a file of its own`,
    );
  });

  test("is free again once that one is closed", async () => {
    const { folder, handler } = rotatingHandler({});
    await handler.close();
    opened(new RotatingFileHandler(join(folder, "event.log")));
  });

  test("is taken over from a process that has ended", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const lock = JSON.stringify({ host: hostname(), pid, started: "" });
    const { handler } = rotatingHandler({}, { ".event.log.lock": lock });
    await write(handler, 1);
  });

  test("is refused at the first event with delay, and nothing of it is touched", async () => {
    const { folder } = rotatingHandler({});
    const second = new RotatingFileHandler(join(folder, "event.log"), { delay: true });
    opened(second);
    await expect(second.keep(sampleRecord(1))).rejects.toThrow("in use by another handler");
    expect(numbersByFile(folder)).toEqual({ "event.log": [] });
  });
});

describe("a rollover that fails", () => {
  test("is told once and stops nothing: the file grows until it succeeds", async () => {
    const { folder, handler, messages } = rotatingHandler({ maxBytes: room(1), backupCount: 2 });
    // A folder with something in it cannot be written over, by root neither.
    mkdirSync(join(folder, "event.log.2", "in the way"), { recursive: true });
    writeFileSync(join(folder, "event.log.1"), '{"number":-1}\n');
    await write(handler, 3);
    await write(handler, 3, 3);
    rmSync(join(folder, "event.log.2"), { recursive: true });
    expect(numbersByFile(folder)).toEqual({ "event.log": [0, 1, 2, 3, 4, 5], "event.log.1": [-1] });
    expect(messages).toEqual([
      expect.stringContaining("event.log: could not be rolled over and grows meanwhile: "),
    ]);
    // It is tried again once a second.
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + 1001);
    await write(handler, 1, 6);
    expect(messages[1]).toMatch(/event\.log: is rolled over again$/);
    expect(numbersByFile(folder)["event.log.2"]).toEqual([-1]);
  });

  test("names the folder where that must not be written", async () => {
    const { folder, handler, messages } = rotatingHandler({ maxBytes: room(1), backupCount: 2 });
    await write(handler, 1);
    chmodSync(join(folder, "event.log"), 0o666);
    chmodSync(folder, 0o555);
    await unprivileged(() => write(handler, 1, 1));
    chmodSync(folder, 0o755);
    expect(messages).toEqual([
      `${join(folder, "event.log")}: could not be rolled over and grows meanwhile: ${folder}: permission denied; let this user write it (EACCES)`,
    ]);
    expect(numbersByFile(folder)).toEqual({ "event.log": [0, 1] });
  });
});

test("a folder that must not be written is told at the start", async () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o555);
  await unprivileged(() =>
    expect(() => opened(new RotatingFileHandler(join(folder, "event.log")))).toThrow(
      `${folder}: permission denied; let this user write it (EACCES)`,
    ),
  );
});

describe("what others do to the file", () => {
  test("renamed: the rest goes to a new one, and its size counts", async () => {
    const { folder, handler } = rotatingHandler({ maxBytes: room(2), backupCount: 2 });
    await write(handler, 1);
    renameSync(join(folder, "event.log"), join(folder, "away.log"));
    await write(handler, 2, 1);
    expect(numbersByFile(folder)).toEqual({ "away.log": [0], "event.log": [1, 2] });
  });

  test("deleted: a new one is made", async () => {
    const { folder, handler } = rotatingHandler({ maxBytes: room(2), backupCount: 2 });
    await write(handler, 2);
    rmSync(join(folder, "event.log"));
    await write(handler, 2, 2);
    expect(numbersByFile(folder)).toEqual({ "event.log": [2, 3] });
  });

  test("truncated: there is room again", async () => {
    const { folder, handler } = rotatingHandler({ maxBytes: room(2), backupCount: 2 });
    await write(handler, 2);
    truncateSync(join(folder, "event.log"));
    await write(handler, 2, 2);
    expect(numbersByFile(folder)).toEqual({ "event.log": [2, 3] });
  });
});

test("a file that rotates is not emptied at the start; one that does not is, as by FileHandler", async () => {
  for (const [maxBytes, expected] of [
    [room(9), [-1, 0]],
    [0, [0]],
  ] as const) {
    const { folder, handler } = rotatingHandler(
      { maxBytes, backupCount: 1, mode: "w" },
      { "event.log": '{"number":-1}\n' },
    );
    await write(handler, 1);
    expect(numbersByFile(folder)).toEqual({ "event.log": expected });
  }
});

test.each([
  [{ maxBytes: -1 }, "the maxBytes of a handler is a whole number of at least 0"],
  [{ backupCount: 1.5 }, "the backupCount of a handler is a whole number of at least 0"],
])("the options %o are refused", (options, message) => {
  expect(() => new RotatingFileHandler("event.log", options)).toThrow(message);
});

test("messages call it by its class", () => {
  const file = join(temporaryFolder(), "event.log");
  expect(new RotatingFileHandler(file).name).toBe(`RotatingFileHandler ${file}`);
});
