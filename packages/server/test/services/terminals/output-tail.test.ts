import { expect, test } from "vitest";
import { OutputTail } from "../../../src/services/terminals/output-tail.js";

test("all output is kept as long as there is room", () => {
  const tail = new OutputTail(10);
  tail.add("one\n");
  tail.add("two\n");
  expect(tail.text).toBe("one\ntwo\n");
});

test("of more output the end is kept, from the start of a line", () => {
  const tail = new OutputTail(10);
  for (let line = 1; line <= 50; line += 1) {
    tail.add(`${line}\n`);
    expect(tail.text.length).toBeLessThanOrEqual(10);
  }
  expect(tail.text).toBe("48\n49\n50\n");
});

test("of a long line the end is kept", () => {
  const tail = new OutputTail(10);
  tail.add("x".repeat(100));
  tail.add("end");
  expect(tail.text).toBe("xxxxxxxend");
});
