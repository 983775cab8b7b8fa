import { mkdirSync } from "node:fs";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import {
  EventLog,
  FileHandler,
  type Handler,
  MemoryHandler,
  StreamHandler,
  UnavailableError,
} from "../src/index.js";

const door = { $id: "example.org/door", version: 1, properties: { open: { type: "boolean" } } };

function logWith(handlers: Handler[], allowedSchemas = [door.$id]): EventLog {
  const log = new EventLog({ handlers, allowedSchemas, directory: temporaryFolder(), onProblem: () => {} });
  log.registerSchema(door);
  return log;
}

test("a log whose handlers can keep events is ready", async () => {
  const log = logWith([new MemoryHandler(), new FileHandler("event.log"), new StreamHandler(new Writable())]);
  await log.ready(door.$id, 1);
  await log.close();
});

test("where there is nothing to record there is nothing that could fail", async () => {
  await logWith([], []).ready(door.$id, 1);
});

test("without a handler it is not", async () => {
  await expect(logWith([]).ready(door.$id, 1)).rejects.toThrow(UnavailableError);
});

test("a handler that says nothing of it is asked to flush", async () => {
  const handler = {
    handle() {},
    flush: async () => Promise.reject(new Error("away")),
    close: async () => {},
  };
  await expect(logWith([handler]).ready(door.$id, 1)).rejects.toThrow(UnavailableError);
});

test("handlers that do not get its events are not asked", async () => {
  const handler = {
    handle() {},
    flush: async () => Promise.reject(new Error("away")),
    close: async () => {},
  };
  const log = logWith([new MemoryHandler()]);
  log.registerHandler(handler, { schemas: ["example.org/window"] });
  await log.ready(door.$id, 1);
});

test("a file whose folder is gone is not ready, and is once it is back", async () => {
  const folder = temporaryFolder();
  const log = logWith([new FileHandler(`${folder}/logs/event.log`, { delay: true })]);
  await expect(log.ready(door.$id, 1)).rejects.toThrow(UnavailableError);
  mkdirSync(`${folder}/logs`);
  await log.ready(door.$id, 1);
  log.recordEvent(door.$id, 1, { open: true });
  await log.close();
});

test("a stream that has ended is not", async () => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() });
  const log = logWith([new StreamHandler(stream)]);
  stream.end();
  await expect(log.ready(door.$id, 1)).rejects.toThrow(UnavailableError);
});

test("a closed log, and one that does not know the schema, say so", async () => {
  const log = logWith([new MemoryHandler()]);
  await expect(log.ready("example.org/window", 1)).rejects.toThrow(/not registered/);
  await log.close();
  await expect(log.ready(door.$id, 1)).rejects.toThrow(/closed/);
});
