import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { EventLog, FileHandler, type FileHandlerOptions, handlerName } from "../../src/index.js";
import { linesOf, sampleRecord, sampleRecords } from "../../src/testing/sample-records.js";
import { readLines, readNumbers } from "../support/lines.js";
import { opened } from "../support/opened.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

/** A handler that is open, on a file that may have content already. */
function fileHandler(options?: FileHandlerOptions, content?: string | Buffer) {
  const file = join(temporaryFolder(), "event.log");
  if (content !== undefined) writeFileSync(file, content);
  const handler = new FileHandler(file, options);
  const messages = opened(handler);
  const write = async (...numbers: number[]) => {
    for (const number of numbers) handler.handle(sampleRecord(number));
    await handler.flush();
  };
  return { file, handler, messages, write };
}

describe("where it writes", () => {
  test("appends to what is there", async () => {
    const { file, write } = fileHandler({}, "an older line\n");
    await write(1);
    expect(readLines(file)).toEqual(["an older line", sampleRecord(1).line]);
  });

  test("makes the folder", async () => {
    const file = join(temporaryFolder(), "a", "b", "event.log");
    const handler = new FileHandler(file);
    opened(handler);
    await handler.close();
    expect(existsSync(file)).toBe(true);
  });

  test("starts relative paths at the log's directory", async () => {
    const directory = temporaryFolder();
    const log = new EventLog({ handlers: [new FileHandler("logs/event.log")], directory });
    await log.close();
    expect(existsSync(join(directory, "logs", "event.log"))).toBe(true);
  });

  test("takes a file URL", async () => {
    const file = join(temporaryFolder(), "event log");
    opened(new FileHandler(pathToFileURL(file)));
    expect(existsSync(file)).toBe(true);
  });

  test("lets the owner write, the group read, and others nothing", () => {
    const { file } = fileHandler();
    expect(statSync(file).mode & 0o137).toBe(0);
  });

  test("is called by its file", () => {
    expect(handlerName(new FileHandler("event.log"))).toBe("FileHandler event.log");
  });

  test("writes more than one portion in order", async () => {
    const { file, handler } = fileHandler();
    const records = Array.from({ length: 7 }, (_, number) => sampleRecord(number, "x".repeat(700_000)));
    for (const record of records) handler.handle(record);
    await handler.flush();
    expect(readLines(file)).toEqual(linesOf(records));
  });

  test("shares a file with another writer, line by line", async () => {
    const { file, handler } = fileHandler();
    const other = new FileHandler(file);
    opened(other);
    for (const record of sampleRecords(500)) {
      handler.handle(record);
      other.handle(record);
      if (record.event.number === 250) await Promise.all([handler.flush(), other.flush()]);
    }
    await Promise.all([handler.close(), other.close()]);
    expect(readNumbers(file).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1000 }, (_, index) => Math.floor(index / 2)),
    );
  });
});

describe("mode and delay", () => {
  test("w starts the file anew", async () => {
    const { file, write } = fileHandler({ mode: "w" }, "an older line\n");
    await write(1);
    expect(readNumbers(file)).toEqual([1]);
  });

  test("w leaves the file as it was until there is an event, as the start may yet fail", async () => {
    const { file, handler } = fileHandler({ mode: "w" }, "an older line\n");
    await handler.flush();
    await handler.close();
    expect(readLines(file)).toEqual(["an older line"]);
  });

  test("w does not empty a file that takes its place before the first event", async () => {
    const { file, write } = fileHandler({ mode: "w" }, "an older line\n");
    renameSync(file, `${file}.1`);
    writeFileSync(file, "from another program\n");
    await write(1);
    expect(readLines(file)).toEqual(["from another program", sampleRecord(1).line]);
  });

  test("w does not empty a file that takes its place later", async () => {
    const { file, write } = fileHandler({ mode: "w" });
    await write(1);
    renameSync(file, `${file}.1`);
    writeFileSync(file, "from another program\n");
    await write(2);
    expect(readLines(file)).toEqual(["from another program", sampleRecord(2).line]);
  });

  test("w does not empty the file again when a log takes the handler up again", async () => {
    const handler = new FileHandler("event.log", { mode: "w" });
    const directory = temporaryFolder();
    const log = new EventLog({ handlers: [handler], directory });
    handler.handle(sampleRecord(1));
    await log.removeHandler(handler);
    log.registerHandler(handler);
    handler.handle(sampleRecord(2));
    await log.close();
    expect(readNumbers(join(directory, "event.log"))).toEqual([1, 2]);
  });

  test("delay makes the file at the first event", async () => {
    const { file, write } = fileHandler({ delay: true });
    expect(existsSync(file)).toBe(false);
    await write(1);
    expect(readNumbers(file)).toEqual([1]);
  });

  test("w with delay empties the file at the first event", async () => {
    const { file, write } = fileHandler({ mode: "w", delay: true }, "an older line\n");
    expect(readLines(file)).toEqual(["an older line"]);
    await write(1);
    await write(2);
    expect(readNumbers(file)).toEqual([1, 2]);
  });

  test("delay without events makes no file", async () => {
    const { file, handler } = fileHandler({ delay: true });
    await handler.flush();
    await handler.close();
    expect(existsSync(file)).toBe(false);
  });
});

describe("when something happens to the file under it", () => {
  test("renamed: goes on in a new file, and loses nothing", async () => {
    const { file, write } = fileHandler();
    await write(1, 2);
    renameSync(file, `${file}.1`);
    await write(3);
    expect(readNumbers(`${file}.1`)).toEqual([1, 2]);
    expect(readNumbers(file)).toEqual([3]);
  });

  test("deleted: goes on in a new file", async () => {
    const { file, write } = fileHandler();
    await write(1);
    rmSync(file);
    await write(2);
    expect(readNumbers(file)).toEqual([2]);
  });

  test("its folder deleted: makes both again", async () => {
    const file = join(temporaryFolder(), "logs", "event.log");
    const handler = new FileHandler(file);
    opened(handler);
    rmSync(join(file, ".."), { recursive: true });
    handler.handle(sampleRecord(1));
    await handler.flush();
    expect(readNumbers(file)).toEqual([1]);
  });

  test("truncated: goes on at its beginning", async () => {
    const { file, write } = fileHandler();
    await write(1, 2);
    truncateSync(file);
    await write(3);
    expect(readNumbers(file)).toEqual([3]);
  });

  test("written to by another program: both keep their lines", async () => {
    const { file, write } = fileHandler();
    await write(1);
    appendFileSync(file, "from another program\n");
    await write(2);
    expect(readLines(file)).toEqual([sampleRecord(1).line, "from another program", sampleRecord(2).line]);
  });
});

describe("a last line without an end", () => {
  const whole = sampleRecord(0).line;
  const big = sampleRecord(0, "x".repeat(200_000)).line;
  const cases: [string, string | Buffer, string[]][] = [
    ["torn by a crash is cut", `${whole}\n${whole.slice(0, 70)}`, [whole]],
    ["torn in its first bytes is cut", `${whole}\n{"__time`, [whole]],
    [
      "torn in the middle of a character is cut",
      Buffer.concat([Buffer.from(`${whole}\n${whole.slice(0, 40)}`), Buffer.of(0xc3)]),
      [whole],
    ],
    ["torn after more than one step of the search is cut", `${whole}\n${big.slice(0, -1)}`, [whole]],
    ["that is a whole event gets its end", `${whole}\n${whole}`, [whole, whole]],
    ["of another program is kept and gets its end", `${whole}\nbackup done`, [whole, "backup done"]],
    ["in a file without any other is cut, too", whole.slice(0, -1), []],
  ];

  test.each(cases)("%s", async (_, content, kept) => {
    const { file, write } = fileHandler({}, content);
    await write(1);
    expect(readLines(file)).toEqual([...kept, sampleRecord(1).line]);
  });

  test("is looked at before anything is written, also where the file is opened again", async () => {
    const { file, write } = fileHandler();
    await write(1);
    rmSync(file);
    writeFileSync(file, whole.slice(0, 50));
    await write(2);
    expect(readNumbers(file)).toEqual([2]);
  });
});

describe("a burst", () => {
  test("beyond the buffer in one turn is written whole: nothing could be written meanwhile", async () => {
    const { file, handler, messages } = fileHandler({ maxBuffer: 1000 });
    for (const record of sampleRecords(1000)) handler.handle(record);
    await handler.flush();
    expect(readNumbers(file)).toHaveLength(1000);
    expect(messages).toEqual([]);
  });
});

describe("closing", () => {
  test("lets a handler that is closed not be opened again", async () => {
    const { handler } = fileHandler();
    await handler.close();
    expect(() => opened(handler)).toThrow("make a new one");
  });

  test("tells once of events that come too late", async () => {
    const { handler, messages, file } = fileHandler();
    await handler.close();
    for (const record of sampleRecords(3)) handler.handle(record);
    expect(messages).toEqual(["closed; events that still come are dropped"]);
    expect(readFileSync(file, "utf8")).toBe("");
  });
});

describe("options of a configuration file", () => {
  test("are those of Python's FileHandler", () => {
    const handler = FileHandler.fromOptions({
      filename: "event.log",
      mode: "a",
      encoding: "utf-8",
      delay: true,
    });
    expect(handlerName(handler)).toBe("FileHandler event.log");
  });

  test.each([
    ["no name", () => new FileHandler(""), "needs the name of a file"],
    ["another mode", () => new FileHandler("x", { mode: "r" as "a" }), 'is "a" or "w"'],
  ])("%s is refused", (_, make, message) => expect(make).toThrow(message));
});

test.skipIf(!existsSync("/dev/full"))("a device that is always full refuses and says why", async () => {
  const handler = new FileHandler("/dev/full");
  const messages = opened(handler);
  await expect(handler.keep(sampleRecord(0))).rejects.toThrow(
    "/dev/full: the disk is full; make room (ENOSPC)",
  );
  expect(messages).toEqual(["/dev/full: the disk is full; make room (ENOSPC)"]);
  await handler.close();
});
