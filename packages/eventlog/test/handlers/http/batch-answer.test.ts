import { describe, expect, test } from "vitest";
import { readBatchAnswer } from "../../../src/handlers/http/batch-answer.js";

const refusal = { index: 1, status: 400, message: "m", reason: "invalid-event" };

describe("the answer of another Daybook", () => {
  test("names what is refused", () => {
    expect(readBatchAnswer(JSON.stringify({ recorded: 2, refused: [refusal] }), 3)).toEqual({
      refused: [{ index: 1, status: 400, text: JSON.stringify(refusal) }],
      unlisted: 0,
      untriedFrom: 3,
    });
  });

  test("tells what is not listed and not tried", () => {
    const answer = { recorded: 1, refused: [refusal], unlisted: 3, untriedFrom: 2 };
    expect(readBatchAnswer(JSON.stringify(answer), 5)).toMatchObject({ unlisted: 3, untriedFrom: 2 });
  });
});

test.each([
  ["no JSON", "<html>"],
  ["another object", "{}"],
  ["a list", "[]"],
  ["null", "null"],
  ["numbers that do not add up", JSON.stringify({ recorded: 3, refused: [refusal] })],
  ["an index beyond the batch", JSON.stringify({ recorded: 2, refused: [{ ...refusal, index: 3 }] })],
  ["an index that is none", JSON.stringify({ recorded: 2, refused: [{ ...refusal, index: "1" }] })],
  ["an item without a status", JSON.stringify({ recorded: 2, refused: [{ index: 1 }] })],
  ["an item twice", JSON.stringify({ recorded: 1, refused: [refusal, refusal] })],
  ["a count that is none", JSON.stringify({ recorded: 2, refused: [], unlisted: "1" })],
])("%s is no answer to a batch of three", (_, text) => {
  expect(readBatchAnswer(text, 3)).toBeUndefined();
});
