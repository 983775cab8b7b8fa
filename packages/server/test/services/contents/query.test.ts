import { describe, expect, test } from "vitest";
import { readContentsQuery } from "../../../src/services/contents/query.js";

describe("the parameters of GET /api/contents", () => {
  test.each([
    [{}, { content: true, hash: false }],
    [{ 1700000000000: "" }, { content: true, hash: false }],
    [
      { content: "0", hash: "1" },
      { content: false, hash: true },
    ],
    [{ content: ["1", "0"] }, { content: false, hash: false }],
    [
      { type: "notebook", format: "json" },
      { type: "notebook", content: true, hash: false },
    ],
    [
      { type: "invented", format: "base64" },
      { type: "file", format: "base64", content: true, hash: false },
    ],
  ])("%o", (query, expected) => {
    expect(readContentsQuery(query)).toEqual(expected);
  });

  test.each([
    [{ format: "hexadecimal" }, "'format' must be text or base64"],
    [{ format: "" }, "'format' must be text or base64"],
    [{ content: "yes" }, "'content' must be 0 or 1"],
    [{ hash: "2" }, "'hash' must be 0 or 1"],
  ])("%o is refused, by name", (query, message) => {
    expect(() => readContentsQuery(query)).toThrow(
      expect.objectContaining({ reason: "bad-request", message }) as Error,
    );
  });
});
