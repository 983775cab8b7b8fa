import { spawn } from "node:child_process";
import { once } from "node:events";
import { PassThrough, Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { EventLogError, handlerName, StreamHandler } from "../../src/index.js";
import { linesOf, numbersIn, sampleRecord, sampleRecords } from "../../src/testing/sample-records.js";
import { opened } from "../support/opened.js";

const lineLength = sampleRecord(1).line.length + 1;
const nextTurn = () => new Promise(setImmediate);

/** A stream whose reader takes nothing until it is let. */
function slowStream() {
  const chunks: string[] = [];
  let release: (() => void) | undefined;
  let flowing = false;
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, callback) {
      chunks.push(chunk);
      if (flowing) callback();
      else release = callback;
    },
  });
  const flow = () => {
    flowing = true;
    release?.();
  };
  return { stream, chunks, flow };
}

describe("writing", () => {
  test("gives the stream each event as one chunk, and none that is empty", async () => {
    const { stream, chunks, flow } = slowStream();
    const handler = new StreamHandler(stream);
    opened(handler);
    const records = sampleRecords(3);
    for (const record of records) handler.handle(record);
    const flushed = handler.flush();
    flow();
    await flushed;
    await handler.close();
    expect(chunks).toEqual(linesOf(records).map((line) => `${line}\n`));
  });

  test("leaves the stream open when it is closed", async () => {
    const stream = new PassThrough();
    const handler = new StreamHandler(stream);
    await handler.close();
    expect(stream.writable).toBe(true);
  });

  test("leaves one listener behind, however many handlers a stream has seen", async () => {
    const stream = new PassThrough();
    for (let count = 0; count < 30; count++) await new StreamHandler(stream).close();
    expect(stream.listenerCount("error")).toBe(1);
  });

  test.each([
    [process.stdout, "StreamHandler stdout"],
    [process.stderr, "StreamHandler stderr"],
    [new PassThrough(), "StreamHandler"],
  ])("is called by its stream (%#)", async (stream, name) => {
    const handler = new StreamHandler(stream);
    expect(handlerName(handler)).toBe(name);
    await handler.close();
  });
});

describe("a slow reader", () => {
  test("does not fill the memory: events beyond the buffer are dropped, counted and told of", async () => {
    const { stream, chunks, flow } = slowStream();
    const handler = new StreamHandler(stream, { maxBuffer: 2 * lineLength });
    const messages = opened(handler);
    for (const record of sampleRecords(6)) {
      handler.handle(record);
      await nextTurn();
    }
    await expect(handler.keep(sampleRecord(6))).rejects.toThrow("the reader is too slow");
    flow();
    await handler.flush();
    handler.handle(sampleRecord(7));
    await handler.flush();
    expect(numbersIn(chunks)).toEqual([0, 1, 2, 7]);
    expect(messages).toEqual([
      "the reader is too slow; events are dropped",
      "the reader keeps up again; 3 events dropped meanwhile",
    ]);
  });

  test("gets a burst of one turn whole: it had no time to read", async () => {
    const { stream, chunks, flow } = slowStream();
    const handler = new StreamHandler(stream, { maxBuffer: 2 * lineLength });
    const messages = opened(handler);
    for (const record of sampleRecords(100)) handler.handle(record);
    flow();
    await handler.close();
    expect(chunks).toHaveLength(100);
    expect(messages).toEqual([]);
  });

  test("that came too late is told of when the handler is closed", async () => {
    const { stream, flow } = slowStream();
    const handler = new StreamHandler(stream, { maxBuffer: lineLength });
    const messages = opened(handler);
    for (const record of sampleRecords(3)) {
      handler.handle(record);
      await nextTurn();
    }
    flow();
    await handler.close();
    expect(messages.at(-1)).toBe("the reader keeps up again; 1 event dropped meanwhile");
  });
});

describe("a stream that fails", () => {
  const failures: Record<string, { make(): Writable; message: string }> = {
    "by being destroyed": {
      make: () => new PassThrough().destroy(),
      message: "the stream has ended; events are dropped",
    },
    "by being ended": {
      make: () => new PassThrough().end(),
      message: "the stream has ended; events are dropped",
    },
    "with an error": {
      make: () => new Writable({ write: (_chunk, _encoding, callback) => callback(new Error("no route")) }),
      message: "no route; events are dropped",
    },
    "by throwing": {
      make: () =>
        Object.assign(new PassThrough(), {
          write() {
            throw new Error("not today");
          },
        }),
      message: "not today; events are dropped",
    },
  };

  test.each(Object.entries(failures))("%s is told of once and refuses senders", async (_, {
    make,
    message,
  }) => {
    const handler = new StreamHandler(make());
    const messages = opened(handler);
    for (const record of sampleRecords(5)) handler.handle(record);
    await expect(handler.flush()).rejects.toThrow(message);
    await expect(handler.keep(sampleRecord(5))).rejects.toThrow(message);
    expect(messages).toEqual([message]);
    await expect(handler.close()).rejects.toThrow(/^closed; \d events lost: /);
    await handler.flush();
  });

  test("after all was written closes in peace", async () => {
    const stream = new PassThrough().resume();
    const handler = new StreamHandler(stream);
    opened(handler);
    handler.handle(sampleRecord(1));
    await handler.flush();
    stream.destroy();
    await handler.close();
  });

  test("while a flush waits lets the flush fail instead of waiting for ever", async () => {
    const { stream } = slowStream();
    const handler = new StreamHandler(stream);
    opened(handler);
    for (const record of sampleRecords(2)) handler.handle(record);
    const flush = handler.flush();
    stream.destroy(new Error("cut"));
    await expect(flush).rejects.toThrow("cut; events are dropped");
  });

  test("after the handler was closed does not end the process", async () => {
    const stream = new PassThrough();
    await new StreamHandler(stream).close();
    expect(stream.emit("error", new Error("cut"))).toBe(true);
  });

  test("because a program that read it has gone does not end the process", async () => {
    const reader = spawn(process.execPath, ["-e", "process.exit()"], { stdio: ["pipe", "ignore", "ignore"] });
    const handler = new StreamHandler(reader.stdin as Writable);
    const messages = opened(handler);
    await once(reader, "close");
    handler.handle(sampleRecord(1));
    await expect(handler.flush()).rejects.toThrow("events are dropped");
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(
      /^(nobody reads the stream any more|the stream has ended); events are dropped$/,
    );
  });

  test("because its reader closed the pipe says that nobody reads", async () => {
    // The program lives on, but closes its end: a write then fails with EPIPE.
    const program = "require('fs').closeSync(0); console.log('closed'); setInterval(() => {}, 1000)";
    const reader = spawn(process.execPath, ["-e", program], { stdio: ["pipe", "pipe", "ignore"] });
    try {
      const handler = new StreamHandler(reader.stdin);
      const messages = opened(handler);
      await once(reader.stdout, "data");
      handler.handle(sampleRecord(1));
      await expect(handler.flush()).rejects.toThrow("nobody reads the stream any more");
      expect(messages).toEqual(["nobody reads the stream any more; events are dropped"]);
    } finally {
      reader.kill("SIGKILL");
    }
  });
});

describe("options of a configuration file", () => {
  test.each([
    [{}, "StreamHandler stderr"],
    [{ stream: "stdout" }, "StreamHandler stdout"],
    [{ stream: "ext://sys.stdout" }, "StreamHandler stdout"],
    [{ stream: "ext://sys.stderr", maxBuffer: 10 }, "StreamHandler stderr"],
  ])("%j makes %s", async (options, name) => {
    const handler = StreamHandler.fromOptions(options);
    expect(handlerName(handler)).toBe(name);
    await handler.close();
  });

  test("what is no stream is refused", () => {
    expect(() => new StreamHandler("stdout" as never)).toThrow(EventLogError);
  });
});
