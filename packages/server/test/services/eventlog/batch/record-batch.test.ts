import { EventLog, type Handler, NullHandler } from "@daybook/eventlog";
import { expect, test } from "vitest";
import { Items } from "../../../../src/services/eventlog/batch/items.js";
import { mostPieces, recordBatch } from "../../../../src/services/eventlog/batch/record-batch.js";
import { Recording } from "../../../../src/services/eventlog/recording.js";
import { keepingHandler } from "../../../support/keeping-handler.js";

const door = { $id: "example.org/door", version: 1, properties: { number: { type: "integer" } } };
const line = (number: unknown) => `${JSON.stringify({ schema: door.$id, version: 1, event: { number } })}\n`;

function recordingInto(handler: Handler): Recording {
  const log = new EventLog({ handlers: [handler], allowedSchemas: [door.$id], onProblem: () => {} });
  log.registerSchema(door);
  return new Recording(log);
}

test("a large body never stands in memory, and keeps its order", async () => {
  let held = 0;
  let most = 0;
  const numbers: unknown[] = [];
  const slow = keepingHandler(async ({ event }) => {
    most = Math.max(most, ++held);
    numbers.push(event.number);
    await new Promise(setImmediate);
    held--;
  });
  const pieces = 200;
  const perPiece = 50;
  async function* body() {
    for (let piece = 0; piece < pieces; piece++) {
      const some = Array.from({ length: perPiece }, (_, index) => piece * perPiece + index);
      yield Buffer.from(some.map(line).join(""));
    }
  }
  const report = await recordBatch(recordingInto(slow), body(), new Items(1000, ""));
  expect(report.answer()).toMatchObject({ status: 201, body: { recorded: pieces * perPiece, refused: [] } });
  expect(numbers).toEqual(Array.from({ length: pieces * perPiece }, (_, index) => index));
  expect(most).toBe(mostPieces * perPiece);
});

test("no more of it is read than a few pieces while handlers keep nothing", async () => {
  let keepAll = (): void => {};
  const kept = new Promise<void>((resolve) => {
    keepAll = resolve;
  });
  let read = 0;
  async function* body() {
    for (; read < 100; read++) yield Buffer.from(line(read));
  }
  const report = recordBatch(recordingInto(keepingHandler(() => kept)), body(), new Items(1000, ""));
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  expect(read).toBeLessThanOrEqual(mostPieces);
  keepAll();
  expect((await report).answer()).toMatchObject({ status: 201, body: { recorded: 100 } });
});

test("refusals without number do not stand in memory either: the first are listed, the rest counted", async () => {
  async function* body() {
    const bytes = Buffer.from("nonsense\n".repeat(10_000));
    for (let piece = 0; piece < 3; piece++) yield bytes;
    yield Buffer.from(line(1));
  }
  const report = await recordBatch(recordingInto(new NullHandler()), body(), new Items(1000, ""));
  const { status, body: answer } = report.answer() as { status: number; body: { refused: unknown[] } };
  expect(status).toBe(207);
  expect(answer).toMatchObject({ recorded: 1, unlisted: 29_000 });
  expect(answer.refused).toHaveLength(1000);
  expect(answer.refused[999]).toMatchObject({ index: 999, status: 400, reason: "not-json" });
});

test("nor do long ones", async () => {
  const strict = {
    ...door,
    $id: "example.org/strict",
    required: Array.from({ length: 30 }, (_, n) => `n${n}`),
  };
  const log = new EventLog({ handlers: [new NullHandler()], allowedSchemas: [strict.$id] });
  log.registerSchema(strict);
  async function* body() {
    const text = JSON.stringify({ schema: strict.$id, version: 1, event: {} });
    for (let piece = 0; piece < 10; piece++) yield Buffer.from(`${text}\n`.repeat(1000));
  }
  const { body: answer } = (await recordBatch(new Recording(log), body(), new Items(1000, ""))).answer();
  expect(JSON.stringify(answer).length).toBeLessThan(1.1 * 1024 * 1024);
  const { refused, unlisted } = answer as { refused: unknown[]; unlisted: number };
  expect(refused.length + unlisted).toBe(10_000);
});

test("events that the log cannot keep are all listed; what comes after them is not tried, and said to be so", async () => {
  let tried = 0;
  const full = keepingHandler(async () => {
    if (tried++ >= 3) throw new Error("no room");
  });
  async function* body() {
    yield Buffer.from([1, 2].map(line).join(""));
    yield Buffer.from(Array.from({ length: 2000 }, (_, index) => line(index)).join(""));
    for (let piece = 0; piece < 30; piece++)
      yield Buffer.from(Array.from({ length: 500 }, () => line(1)).join(""));
  }
  const report = await recordBatch(recordingInto(full), body(), new Items(1000, ""));
  const { status, retryAfter, body: answer } = report.answer();
  expect([status, retryAfter]).toEqual([207, 5]);
  const { recorded, refused, unlisted, untriedFrom } = answer as {
    recorded: number;
    refused: { index: number; reason: string }[];
    unlisted: number;
    untriedFrom: number;
  };
  expect(recorded).toBe(3);
  expect(untriedFrom).toBe(tried);
  // Whatever is to be sent again is either listed or comes from there on.
  expect(refused.map(({ index }) => index)).toEqual(
    Array.from({ length: tried - 3 }, (_, place) => place + 3),
  );
  expect(recorded + refused.length + unlisted).toBe(17_002);
});

test("an error of our own is the answer of its item alone, and known to the operator", async () => {
  const log = new EventLog({ handlers: [new NullHandler()], allowedSchemas: [door.$id] });
  log.registerSchema(door);
  log.addModifier((_schema, event) => {
    if (event.number === 2) throw new Error("the value is 2");
    return event;
  });
  async function* body() {
    yield Buffer.from([1, 2, 3].map(line).join(""));
  }
  const report = await recordBatch(new Recording(log), body(), new Items(1000, ""));
  expect(report.internal?.cause).toMatchObject({ code: "modifier-failed" });
  const { status, body: answer } = report.answer();
  expect([status, answer]).toEqual([
    207,
    { recorded: 2, refused: [{ index: 1, status: 500, reason: "internal", message: expect.any(String) }] },
  ]);
  expect(JSON.stringify(answer)).not.toContain("the value");
});
