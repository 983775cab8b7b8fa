import assert from "node:assert/strict";

/** How much of a line stands in a message; a line can be a megabyte. */
const shownLength = 200;

/**
 * Asserts that the same came in the same order, and names the first place that differs. A comparison of two lists of
 * ten thousand, as `deepEqual` shows it, takes minutes and helps nobody.
 */
export function assertLines(actual: readonly unknown[], expected: readonly unknown[]): void {
  const length = Math.max(actual.length, expected.length);
  for (let index = 0; index < length; index++) {
    if (actual[index] === expected[index]) continue;
    assert.fail(
      `event ${index} of ${expected.length}: expected ${shown(expected, index)}, but ${shown(actual, index)} came`,
    );
  }
}

function shown(list: readonly unknown[], index: number): string {
  return index < list.length ? String(list[index]).slice(0, shownLength) : "nothing";
}
