import { describe, expect, it } from "vitest";
import { joinCell, splitCell, splitLines } from "../../../../src/services/contents/notebook/lines.js";

const output = (type: string, rest: object) => ({ output_type: type, ...rest });
const codeCell = (...outputs: object[]) => ({ cell_type: "code", source: "", outputs });

describe("splitLines", () => {
  // What Python's str.splitlines(True) gave.
  it.each([
    ["", []],
    ["a", ["a"]],
    ["a\n", ["a\n"]],
    ["\n\n", ["\n", "\n"]],
    ["a\r\nb\rc", ["a\r\n", "b\r", "c"]],
    [
      "a\vb\fc\x1cd\x1de\x1ef\x85g\u2028h\u2029i",
      ["a\v", "b\f", "c\x1c", "d\x1d", "e\x1e", "f\x85", "g\u2028", "h\u2029", "i"],
    ],
    ["a\x1fb", ["a\x1fb"]],
  ])("splits %j as Python does", (text, expected) => {
    expect(splitLines(text)).toEqual(expected);
  });
});

describe("splitCell and joinCell", () => {
  it.each([
    ["a source", { cell_type: "raw", source: "a\nb" }, { cell_type: "raw", source: ["a\n", "b"] }],
    ["an empty source", { cell_type: "raw", source: "" }, { cell_type: "raw", source: [] }],
    [
      "an attachment",
      { cell_type: "markdown", attachments: { "a.txt": { "text/plain": "a\nb", "image/png": "x" } } },
      { cell_type: "markdown", attachments: { "a.txt": { "text/plain": ["a\n", "b"], "image/png": "x" } } },
    ],
    [
      "a stream",
      codeCell(output("stream", { text: "a\nb" })),
      { ...codeCell(output("stream", { text: ["a\n", "b"] })), source: [] },
    ],
    [
      "displayed data",
      codeCell(
        output("display_data", {
          data: { "text/html": "a\nb", "image/svg+xml": "c\nd", "application/x": "e\nf" },
        }),
      ),
      {
        ...codeCell(
          output("display_data", {
            data: { "text/html": ["a\n", "b"], "image/svg+xml": ["c\n", "d"], "application/x": "e\nf" },
          }),
        ),
        source: [],
      },
    ],
    [
      "JSON data, whose lists are lists",
      codeCell(
        output("execute_result", {
          data: { "application/json": ["a", "b"], "application/vnd.x+json": ["c"] },
        }),
      ),
      {
        ...codeCell(
          output("execute_result", {
            data: { "application/json": ["a", "b"], "application/vnd.x+json": ["c"] },
          }),
        ),
        source: [],
      },
    ],
  ])("split and join %s", (_case, joined, split) => {
    expect(splitCell(joined)).toEqual(split);
    expect(joinCell(split)).toEqual(joined);
  });

  it("join what other programs split", () => {
    const cell = codeCell(output("display_data", { data: { "image/png": ["abc\n", "def"] } }));
    expect(joinCell(cell)).toEqual(codeCell(output("display_data", { data: { "image/png": "abc\ndef" } })));
  });

  it.each([
    { source: [1, "a"] },
    { cell_type: "code", outputs: "none" },
    { cell_type: "code", outputs: [null, 1, { output_type: "stream", text: [{}] }] },
    { cell_type: "code", outputs: [{ output_type: "display_data", data: null }], attachments: [] },
  ])("leave what is not as the format says: %j", (cell) => {
    expect(joinCell(cell)).toEqual(cell);
    expect(splitCell(cell)).toEqual(cell);
  });
});
