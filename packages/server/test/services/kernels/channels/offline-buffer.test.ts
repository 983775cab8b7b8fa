import { expect, test } from "vitest";
import { OfflineBuffer } from "../../../../src/services/kernels/channels/offline-buffer.js";
import { outgoing, printed } from "./outgoing.js";

test("what is held comes back in order, once", () => {
  const buffer = new OfflineBuffer(10_000);
  const messages = [
    outgoing("status"),
    printed("one"),
    outgoing("execute_reply", {}, "shell"),
    printed("two"),
  ];
  for (const message of messages) expect(buffer.add(message)).toBe(true);
  expect(buffer.take()).toEqual(messages);
  expect(buffer.take()).toEqual([]);
});

test("when it is full, outputs are left out, which is told in their place, and all else is still held", () => {
  const buffer = new OfflineBuffer(1000);
  const large = printed("x".repeat(1000));
  const reply = outgoing("execute_reply", {}, "shell");
  for (const message of [large, printed("no"), printed("nor this"), reply])
    expect(buffer.add(message)).toBe(true);
  const [first, notice, last, ...more] = buffer.take();
  expect([first, last, more]).toEqual([large, reply, []]);
  expect(String(notice?.parts.content)).toContain("stderr");
  expect(notice?.parts.parentHeader).toBe(large.parts.parentHeader);
});

test("what cannot be left out fills it up to twice its size, and then nothing is held any more", () => {
  const buffer = new OfflineBuffer(1000);
  const comm = outgoing("comm_msg", { data: "x".repeat(900) });
  const results = Array.from({ length: 3 }, () => buffer.add(comm));
  expect(results).toEqual([true, true, false]);
  expect(buffer.take()).toEqual([]);
});

test("very many small messages fill it too", () => {
  const buffer = new OfflineBuffer(1e9);
  const message = printed("");
  for (let index = 0; index < 30_000; index++) buffer.add(message);
  expect(buffer.take()).toHaveLength(20_001);
});
