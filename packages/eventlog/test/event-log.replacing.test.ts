import { readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { EventLog, FileHandler, type Handler, MemoryHandler, type Problem } from "../src/index.js";

const door = { $id: "example.org/door", version: 1, properties: { number: {} } };

function logOf(...handlers: Handler[]) {
  const problems: Problem[] = [];
  const onProblem = (problem: Problem) => void problems.push(problem);
  const log = new EventLog({ handlers, allowedSchemas: [door.$id], onProblem });
  log.registerSchema(door);
  return { log, problems };
}

const numbersOf = (handler: MemoryHandler) => handler.events.map(({ number }) => number);

/** A handler in memory whose closing takes until it is told to end. */
class SlowToClose extends MemoryHandler {
  end = (): void => {};
  readonly #closed = new Promise<void>((resolve) => {
    this.end = resolve;
  });

  override async close(): Promise<void> {
    await this.#closed;
    await super.close();
  }
}

test("no event is lost or out of order where one handler takes another's place, whether its sender waits or not", async () => {
  const [before, after] = [new SlowToClose(), new MemoryHandler()];
  const { log } = logOf(before);
  let count = 0;
  const kept: Promise<unknown>[] = [];
  const record = () => {
    for (let turn = 0; turn < 3; turn++) log.recordEvent(door.$id, 1, { number: count++ });
    kept.push(log.recordEventKept(door.$id, 1, { number: count++ }));
  };
  record();
  const replaced = log.replaceHandler(before, () => after);
  for (let turn = 0; turn < 10; turn++) {
    record();
    await setImmediate();
  }
  expect(numbersOf(after)).toEqual([]);
  before.end();
  record();
  await replaced;
  record();
  await Promise.all(kept);
  expect(numbersOf(before)).toEqual([0, 1, 2, 3]);
  expect(numbersOf(after)).toEqual(Array.from({ length: count - 4 }, (_, index) => index + 4));
  expect(log.handlers).toEqual([after]);
});

test("the new one may write to the same file with other options", async () => {
  const folder = temporaryFolder();
  const before = new FileHandler(`${folder}/event.log`);
  const { log } = logOf(before);
  log.recordEvent(door.$id, 1, { number: 1 });
  const replaced = log.replaceHandler(
    before,
    () => new FileHandler(`${folder}/event.log`, { fsync: "always" }),
  );
  await log.recordEventKept(door.$id, 1, { number: 2 });
  await replaced;
  await log.close();
  const lines = readFileSync(`${folder}/event.log`, "utf8").trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).number)).toEqual([1, 2]);
});

const unopenable = (): Handler => ({
  open() {
    throw new Error("no such place");
  },
  handle() {},
  async flush() {},
  async close() {},
});

test("where the new one does not open, the other that was named goes on, and the error is told", async () => {
  const [before, again] = [new MemoryHandler(), new MemoryHandler()];
  const { log } = logOf(before);
  const replaced = log.replaceHandler(before, unopenable, { otherwise: () => again });
  log.recordEvent(door.$id, 1, { number: 1 });
  await expect(replaced).rejects.toThrow("no such place");
  expect(numbersOf(again)).toEqual([1]);
});

test("where nothing takes over, senders who wait are told, and other events count as dropped", async () => {
  const [before, other] = [new MemoryHandler(), new MemoryHandler()];
  const { log } = logOf(before, other);
  const replaced = log.replaceHandler(before, unopenable);
  const kept = log.recordEventKept(door.$id, 1, {});
  await expect(replaced).rejects.toThrow("no such place");
  await expect(kept).rejects.toThrow("MemoryHandler could not keep the event");
  expect(log.handlers).toEqual([other]);
});

test("a handler that fails to close is told of, and replaced all the same", async () => {
  const before = { ...unopenable(), open() {}, close: () => Promise.reject(new Error("disk full")) };
  const after = new MemoryHandler();
  const { log, problems } = logOf(before);
  await log.replaceHandler(before, () => after);
  expect(problems.map(({ error }) => error.message)).toEqual(["disk full"]);
  expect(log.handlers).toEqual([after]);
});

test("a log that is closed meanwhile closes the new one as well, once it has what waited", async () => {
  const [before, target] = [new SlowToClose(), new MemoryHandler()];
  const { log } = logOf(before);
  const replaced = log.replaceHandler(before, () => new MemoryHandler(10, { target }));
  log.recordEvent(door.$id, 1, { number: 1 });
  const closed = log.close();
  before.end();
  await Promise.all([replaced, closed]);
  expect(numbersOf(target)).toEqual([1]);
});

test("only a handler of the log can be replaced", async () => {
  const { log } = logOf();
  await expect(log.replaceHandler(new MemoryHandler(), unopenable)).rejects.toMatchObject({
    code: "invalid-option",
  });
});
