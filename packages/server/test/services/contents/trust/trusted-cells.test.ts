import { describe, expect, it } from "vitest";
import {
  areCellsTrusted,
  hasCode,
  markCells,
} from "../../../../src/services/contents/trust/trusted-cells.js";

const markdown = { cell_type: "markdown", metadata: {}, source: "<script></script>" };
const code = (outputs: unknown, metadata: unknown = {}) => ({
  cell_type: "code",
  execution_count: 1,
  metadata,
  outputs,
  source: "x",
});
const stream = { output_type: "stream", name: "stdout", text: "x" };
const error = { output_type: "error", ename: "E", evalue: "", traceback: [] };
const rich = { output_type: "display_data", data: { "text/html": "<script></script>" }, metadata: {} };
const result = { output_type: "execute_result", data: {}, metadata: {}, execution_count: 1 };
const nothingShown = { output_type: "execute_result", metadata: {}, execution_count: 1 };

describe("the cells of a notebook are trusted", () => {
  it.each([
    ["without any", [], true],
    ["without code", [markdown], true],
    ["without outputs", [code([])], true],
    ["with text and errors", [code([stream, error])], true],
    ["with a rich output that shows nothing", [code([nothingShown])], true],
    ["with a rich output", [code([stream, rich])], false],
    ["with a result, whatever is in it", [code([result])], false],
    ["with a rich output of a cell that was run", [code([rich], { trusted: true })], true],
    ["with one that was run and one that was not", [code([rich], { trusted: true }), code([rich])], false],
    ["where a client says no", [code([rich], { trusted: false })], false],
    ["where a client says something else", [code([rich], { trusted: "yes" })], false],
    ["with outputs of a wrong type", [code({ 0: rich })], false],
    ["with an output of a wrong type", [code([[rich]])], false],
    ["without metadata, and with a rich output", [code([rich], null)], false],
  ])("%s: %s, %s", (_case, cells, trusted) => {
    expect(areCellsTrusted({ cells })).toBe(trusted);
  });
});

it("only cells with code are marked, in a copy", () => {
  const notebook = { cells: [markdown, code([rich], { kept: 1 }), code([], null)] };
  const before = structuredClone(notebook);
  expect(markCells(notebook, true).cells).toEqual([
    markdown,
    code([rich], { kept: 1, trusted: true }),
    code([], null),
  ]);
  expect(markCells(notebook, false).cells).toContainEqual(code([rich], { kept: 1, trusted: false }));
  expect(notebook).toEqual(before);
  expect([hasCode(notebook), hasCode({ cells: [markdown] }), hasCode({})]).toEqual([true, false, false]);
});
