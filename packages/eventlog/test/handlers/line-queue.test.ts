import { expect, test } from "vitest";
import { LineQueue } from "../../src/handlers/line-queue.js";

function drained(queue: LineQueue): string {
  let text = "";
  for (let block = queue.take(); block !== undefined; block = queue.take()) {
    text += block.bytes.toString();
    queue.finish(block);
  }
  return text;
}

test("gives lines back in their order, over many blocks", () => {
  const queue = new LineQueue();
  const lines = Array.from({ length: 20_000 }, (_, number) => `line ${number}`);
  for (const line of lines) queue.append(line);
  expect(queue.lines).toBe(lines.length);
  expect(drained(queue)).toBe(`${lines.join("\n")}\n`);
  expect(queue.empty).toBe(true);
});

test("takes a line that is longer than a block", () => {
  const queue = new LineQueue();
  const long = "日".repeat(1_000_000);
  for (const line of ["a", long, "b"]) queue.append(line);
  expect(drained(queue)).toBe(`a\n${long}\nb\n`);
});

test("counts what was taken as waiting until it is written", () => {
  const queue = new LineQueue();
  queue.append("12345");
  const block = queue.take();
  expect([queue.lines, queue.length, queue.empty]).toEqual([1, 6, false]);
  queue.finish(block!);
  expect([queue.lines, queue.length, queue.empty]).toEqual([0, 0, true]);
});

test("puts what could not be written before all that came later", () => {
  const queue = new LineQueue();
  queue.append("1");
  const block = queue.take()!;
  queue.append("2");
  queue.giveBack(block, new Error("full"));
  queue.append("3");
  expect(drained(queue)).toBe("1\n2\n3\n");
});

test("refuses everybody who waits when something cannot be written, also behind it", async () => {
  const queue = new LineQueue();
  const first = queue.appendAwaited(["1"], true);
  const block = queue.take()!;
  queue.append("2");
  const second = queue.appendAwaited(["3", "4"], true);
  const flush = queue.await(false);
  const error = new Error("full");
  queue.giveBack(block, error);
  expect(await first).toEqual({ kept: 0, error });
  expect(await second).toEqual({ kept: 0, error });
  await expect(flush).rejects.toBe(error);
  expect(drained(queue)).toBe("2\n");
});

test("tells a sender of more lines than a block takes how many were written before the failure", async () => {
  const queue = new LineQueue();
  const lines = Array.from({ length: 60_000 }, (_, number) => `line ${number}`);
  const outcome = queue.appendAwaited(lines, true);
  const first = queue.take()!;
  const written = first.lines;
  queue.finish(first);
  queue.giveBack(queue.take()!, new Error("full"));
  expect(await outcome).toEqual({ kept: written, error: new Error("full") });
  expect(written).toBeGreaterThan(1000);
  expect(queue.empty).toBe(true);
});

test("takes a line from whoever hears of a refusal", async () => {
  const queue = new LineQueue();
  const again = queue.appendAwaited(["1"], true).then(() => queue.append("again"));
  queue.append("2");
  queue.giveBack(queue.take()!, new Error("full"));
  await again;
  expect(drained(queue)).toBe("2\nagain\n");
});
