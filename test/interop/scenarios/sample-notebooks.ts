/** A small notebook with one cell of each kind, and outputs of each kind. */
export const notebook = {
  cells: [
    { cell_type: "markdown", id: "first-cell", metadata: { tags: ["a"] }, source: ["# Title\n", "text"] },
    {
      cell_type: "code",
      execution_count: 3,
      id: "second-cell",
      metadata: { collapsed: false },
      outputs: [
        { name: "stdout", output_type: "stream", text: ["one\n", "two\n"] },
        {
          data: { "application/json": { b: [1, 2], a: null }, "text/plain": ["x\n", "y"] },
          execution_count: 3,
          metadata: {},
          output_type: "execute_result",
        },
        {
          data: { "image/png": "iVBORw0KGgo=\n", "image/svg+xml": ["<svg/>\n"], "text/html": "<b>ü</b>" },
          metadata: { "image/png": { width: 10 } },
          output_type: "display_data",
        },
        { ename: "ValueError", evalue: "no", output_type: "error", traceback: ["line 1", "line 2"] },
      ],
      source: ["print('one')\n", "print('two')"],
    },
    { cell_type: "raw", id: "third-cell", metadata: {}, source: [] },
  ],
  metadata: {
    kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
    language_info: { name: "python" },
  },
  nbformat: 4,
  nbformat_minor: 5,
};

/** The same, of a minor version without cell ids. */
export const withoutIds = {
  ...notebook,
  cells: notebook.cells.map(({ id: _id, ...cell }) => cell),
  nbformat_minor: 4,
};

/** A notebook with these cells. */
export function notebookOf(cells: object[], further: object = {}): object {
  return { cells, metadata: {}, nbformat: 4, nbformat_minor: 5, ...further };
}

/** A notebook of format 3. */
export const format3 = {
  metadata: { name: "old" },
  nbformat: 3,
  nbformat_minor: 0,
  worksheets: [
    {
      cells: [
        { cell_type: "heading", level: 2, metadata: {}, source: ["A heading"] },
        { cell_type: "markdown", metadata: {}, source: ["one\n", "two"] },
        {
          cell_type: "code",
          collapsed: false,
          input: ["1 + 1"],
          language: "python",
          metadata: {},
          outputs: [
            { metadata: {}, output_type: "pyout", prompt_number: 1, text: ["2"] },
            { output_type: "stream", stream: "stderr", text: ["warning\n"] },
          ],
          prompt_number: 1,
        },
      ],
      metadata: {},
    },
  ],
};
