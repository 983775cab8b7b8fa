import { expect, it } from "vitest";
import { upgradeNotebook } from "../../../../src/services/contents/notebook/upgrade.js";
import { notebookProblem } from "../../../../src/services/contents/notebook/validation.js";

const id = expect.stringMatching(/^[0-9a-f]{8}$/);

/** One cell of format 3, and the same of format 4. */
function upgradeCell(cell: object): unknown {
  const upgraded = upgradeNotebook({
    nbformat: 3,
    nbformat_minor: 0,
    metadata: {},
    worksheets: [{ cells: [cell] }],
  });
  expect(notebookProblem(upgraded)).toBeUndefined();
  return (upgraded.cells as unknown[])[0];
}

it("puts worksheets one after another, and says where the notebook came from", () => {
  const sheet = (source: string) => ({ cells: [{ cell_type: "markdown", source }] });
  const old = { nbformat: 3, nbformat_minor: 0, metadata: { name: "n", signature: "s", kept: 1 } };
  expect(upgradeNotebook({ ...old, worksheets: [sheet("a"), sheet("b")] })).toEqual({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kept: 1, orig_nbformat: 3, orig_nbformat_minor: 0 },
    cells: ["a", "b"].map((source) => ({ cell_type: "markdown", id, metadata: {}, source })),
  });
});

it.each([
  [{ source: ["a \n", "b"], level: 2 }, "## a  b"],
  [{ source: "a" }, "# a"],
  [{ source: "a", level: 1e9 }, "###### a"],
])("turns the heading %j into Markdown", (cell, source) => {
  expect(upgradeCell({ cell_type: "heading", ...cell })).toEqual({
    cell_type: "markdown",
    id,
    metadata: {},
    source,
  });
});

it("upgrades a code cell with every kind of output", () => {
  const cell = {
    cell_type: "code",
    language: "python",
    collapsed: true,
    input: ["a\n", "b"],
    prompt_number: 4,
    outputs: [
      { output_type: "pyout", prompt_number: 4, text: ["x", "y"], metadata: { png: { width: 1 } } },
      { output_type: "display_data", png: "abc", json: '{"a":1}', "application/x": "z" },
      { output_type: "pyerr", ename: "E", evalue: "v", traceback: [] },
      { output_type: "stream", stream: "stderr", text: ["a\n", "b"] },
      { output_type: "stream", text: "" },
    ],
  };
  expect(upgradeCell(cell)).toEqual({
    cell_type: "code",
    id,
    metadata: { collapsed: true },
    source: "a\nb",
    execution_count: 4,
    outputs: [
      {
        output_type: "execute_result",
        execution_count: 4,
        data: { "text/plain": "x\ny" },
        metadata: { "image/png": { width: 1 } },
      },
      {
        output_type: "display_data",
        data: { "image/png": "abc", "application/json": { a: 1 }, "application/x": "z" },
        metadata: {},
      },
      { output_type: "error", ename: "E", evalue: "v", traceback: [] },
      { output_type: "stream", name: "stderr", text: "a\nb" },
      { output_type: "stream", name: "stdout", text: "" },
    ],
  });
});
