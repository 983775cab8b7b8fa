import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LineBlock } from "../../src/handlers/line-block.js";

const refusal = new Error("full");
const lineText = fc.string({ unit: "grapheme", maxLength: 60 }).map((text) => JSON.stringify(text));
const added = fc.record({ line: lineText, awaited: fc.boolean() });

/** A block with these lines, and what those who wait have heard so far. */
function filled(lines: readonly { line: string; awaited: boolean }[]) {
  const block = new LineBlock(256 * 1024);
  const heard: string[] = [];
  for (const [index, { line, awaited }] of lines.entries()) {
    if (awaited)
      block.appendAwaited([line], 0, true, (written, error) =>
        heard.push(`${index} ${written} ${error?.message ?? "kept"}`),
      );
    else block.append(line);
  }
  return { block, heard };
}

const textOf = (lines: readonly { line: string }[]) => lines.map(({ line }) => `${line}\n`).join("");

test("its bytes are the lines in their order, whoever waits for them", () => {
  fc.assert(
    fc.property(fc.array(added, { maxLength: 100 }), (lines) => {
      const { block } = filled(lines);
      expect(block.bytes.toString()).toBe(textOf(lines));
      expect(block.lines).toBe(lines.length);
    }),
  );
});

test("after a write that was cut short, what is left is the lines behind it that nobody waited for", () => {
  fc.assert(
    fc.property(fc.array(added, { minLength: 1, maxLength: 60 }), fc.nat(), (lines, cut) => {
      const { block, heard } = filled(lines);
      const whole = cut % (lines.length + 1);
      block.advance(Buffer.byteLength(textOf(lines.slice(0, whole))));
      block.refuse(refusal);
      const left = lines.slice(whole).filter(({ awaited }) => !awaited);
      expect(block.bytes.toString()).toBe(textOf(left));
      expect(block.lines).toBe(left.length);
      const expected = lines.flatMap(({ awaited }, index) =>
        awaited ? [`${index} ${index < whole ? "1 kept" : "0 full"}`] : [],
      );
      expect(heard).toEqual(expected);
    }),
  );
});

test("lines are added behind what is left", () => {
  const { block } = filled([
    { line: "1", awaited: false },
    { line: "2", awaited: true },
    { line: "3", awaited: false },
  ]);
  block.refuse(refusal);
  block.append("4");
  expect(block.bytes.toString()).toBe("1\n3\n4\n");
});

describe("what fits", () => {
  test.each([
    "a",
    "é",
    "日",
    "🎈",
    "\ud800",
  ])("a line of %j always does, where it was said to", (character) => {
    const block = new LineBlock(1000);
    let lines = 0;
    const line = character.repeat(7);
    for (; block.fits(line.length); lines++) block.append(line);
    expect(block.bytes.toString()).toBe(`${Buffer.from(line)}\n`.repeat(lines));
    expect(lines).toBeGreaterThan(10);
  });
});

test("it is empty once it is written, and can be filled again", () => {
  const { block } = filled([{ line: "1", awaited: true }]);
  block.finish();
  expect(block.empty).toBe(true);
  block.append("2");
  expect(block.bytes.toString()).toBe("2\n");
});

test("it tells whether somebody waits for a sync", () => {
  const { block } = filled([{ line: "1", awaited: false }]);
  expect(block.awaitsSync).toBe(false);
  block.await(false, () => {});
  expect(block.awaitsSync).toBe(false);
  block.await(true, () => {});
  expect(block.awaitsSync).toBe(true);
});

test("a sender of many lines hears how many of them were written", () => {
  fc.assert(
    fc.property(
      fc.array(lineText, { minLength: 1, maxLength: 80 }),
      fc.nat(),
      fc.nat(),
      (lines, first, cut) => {
        const block = new LineBlock(256 * 1024);
        const before = lines.slice(0, first % lines.length);
        const mine = lines.slice(before.length);
        for (const line of before) block.append(line);
        const heard: unknown[] = [];
        expect(block.appendAwaited(mine, 0, true, (...outcome) => heard.push(outcome))).toBe(mine.length);
        block.append('"behind"');
        const whole = cut % (lines.length + 1);
        block.advance(
          Buffer.byteLength(
            lines
              .slice(0, whole)
              .map((line) => `${line}\n`)
              .join(""),
          ),
        );
        block.refuse(refusal);
        const written = Math.max(0, whole - before.length);
        expect(heard).toEqual([written === mine.length ? [written] : [written, refusal]]);
        const left = [...lines.slice(whole, before.length), '"behind"'];
        expect(block.bytes.toString()).toBe(left.map((line) => `${line}\n`).join(""));
        expect(block.lines).toBe(left.length);
      },
    ),
  );
});

test("takes no more lines of a sender than fit", () => {
  const block = new LineBlock(1000);
  const lines = Array.from({ length: 100 }, (_, number) => `line ${number}`);
  const next = block.appendAwaited(lines, 0, true, () => {});
  expect(next).toBeLessThan(100);
  expect(block.bytes.toString()).toBe(
    lines
      .slice(0, next)
      .map((line) => `${line}\n`)
      .join(""),
  );
});
