import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import {
  EventLog,
  FileHandler,
  type Handler,
  type HandlerClass,
  MemoryHandler,
  StreamHandler,
} from "../../src/index.js";
import { sampleRecord } from "../../src/testing/sample-records.js";
import { opened } from "../support/opened.js";

const sink = () => new Writable({ write: (_chunk, _encoding, done) => void setImmediate(done) });

const handlers: Record<string, () => Handler> = {
  FileHandler: () => new FileHandler("event.log"),
  StreamHandler: () => new StreamHandler(sink()),
  MemoryHandler: () => new MemoryHandler(),
};

describe.each(Object.entries(handlers))("a closed %s", (_, make) => {
  test("is refused by a new log, as it would drop everything", async () => {
    const handler = make();
    await handler.close();
    expect(() => new EventLog({ handlers: [handler] })).toThrow("make a new one");
  });
});

test.each([
  "FileHandler",
  "StreamHandler",
])("%s does not call what comes while it closes an event that it had no room for", async (name) => {
  const handler = handlers[name]?.() as Handler;
  const messages = opened(handler);
  handler.handle(sampleRecord(0));
  const closing = handler.close();
  handler.handle(sampleRecord(1));
  handler.handle(sampleRecord(2));
  await closing;
  expect(messages).toEqual(["closed; events that still come are dropped"]);
});

describe.each([0, -1, 1.5, Number.NaN, "1000"])("a maxBuffer of %j", (maxBuffer) => {
  const options = { maxBuffer: maxBuffer as number };
  test.each([
    ["FileHandler", () => new FileHandler("event.log", options)],
    ["StreamHandler", () => new StreamHandler(sink(), options)],
  ])("is refused by %s", (name, make) => {
    expect(make).toThrow(`the maxBuffer of a ${name} is a whole number of at least 1`);
  });
});

test.each<[HandlerClass, object]>([
  [FileHandler, { filename: "event.log" }],
  [StreamHandler, {}],
  [MemoryHandler, {}],
])("a class that extends %o is made of options as itself", (Class, options) => {
  const Own = class extends (Class as new () => Handler) {} as unknown as HandlerClass;
  expect(Own.fromOptions?.({ ...options })).toBeInstanceOf(Own);
});
