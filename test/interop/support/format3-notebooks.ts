/** Notebooks of format 3, by what is special about them. */
export const format3Notebooks: Readonly<Record<string, object>> = {
  "nothing in it": notebook([]),
  "no worksheets": { nbformat: 3, nbformat_minor: 0, metadata: { name: "x" }, worksheets: [] },
  "two worksheets": {
    nbformat: 3,
    nbformat_minor: 0,
    metadata: {},
    worksheets: [{ cells: [markdown("one")] }, { cells: [markdown("two")], metadata: { a: 1 } }],
  },
  "a name, a signature and other metadata": notebook([], {
    metadata: { name: "x", signature: "sha256:0", kernelspec: { name: "a", display_name: "A" } },
  }),
  "an original format": notebook([], { orig_nbformat: 2, orig_nbformat_minor: 1 }),
  "an original format of zero": notebook([], { orig_nbformat: 0, orig_nbformat_minor: 0 }),
  "no minor version": { nbformat: 3, metadata: {}, worksheets: [{ cells: [markdown("x")] }] },
  "further keys": notebook([{ ...markdown("x"), further: 1 }], { further: 1 }),
  "Markdown, raw text and HTML": notebook([
    markdown(["one\n", "two"]),
    { cell_type: "raw", metadata: { format: "x" }, source: "raw" },
    { cell_type: "html", metadata: {}, source: ["<b>\n", "</b>"] },
  ]),
  "cells without metadata": notebook([{ cell_type: "markdown", source: "x" }, code({ metadata: undefined })]),
  "headings of all levels": notebook(
    [1, 2, 3, 4, 5, 6].map((level) => ({
      cell_type: "heading",
      level,
      metadata: {},
      source: `Level ${level}`,
    })),
  ),
  "a heading without a level": notebook([{ cell_type: "heading", metadata: {}, source: "x" }]),
  "a heading without text": notebook([{ cell_type: "heading", level: 1, metadata: {}, source: "" }]),
  "a heading of several lines": notebook([
    { cell_type: "heading", level: 2, metadata: { a: 1 }, source: ["one\n", "two\r\n", "\n", "three"] },
    { cell_type: "heading", level: 2, metadata: {}, source: "a\u2028b\u000bc\n" },
  ]),
  "lines that have lost their ends": notebook([
    markdown(["one", "two"]),
    code({ input: ["a = 1", "b = 2"] }),
    markdown(["one\n", "two", "three"]),
    markdown([""]),
    markdown(["", "x"]),
    markdown([]),
  ]),
  "a code cell with nothing in it": notebook([
    { cell_type: "code", language: "python", metadata: {}, outputs: [] },
  ]),
  "code cells that are collapsed and not": notebook([
    code({ collapsed: true }),
    code({ collapsed: false, metadata: { collapsed: true, slideshow: {} } }),
  ]),
  "prompt numbers": notebook([
    code({ prompt_number: 5 }),
    code({ prompt_number: null }),
    code({ prompt_number: 0 }),
  ]),
  "trusted cells": notebook([code({ metadata: { trusted: true } })]),
  streams: withOutputs(
    { output_type: "stream", stream: "stdout", text: ["a\n", "b\n"] },
    { output_type: "stream", stream: "stderr", text: "x", metadata: {} },
    { output_type: "stream", text: "no stream" },
    { output_type: "stream", stream: "stdout", text: [] },
  ),
  errors: withOutputs(
    { output_type: "pyerr", ename: "E", evalue: "v", traceback: ["a", "b"] },
    { output_type: "pyerr", ename: "E", evalue: "v", traceback: [], metadata: {} },
  ),
  results: withOutputs(
    { output_type: "pyout", prompt_number: 3, text: ["4"], metadata: {} },
    { output_type: "pyout", prompt_number: 3, text: ["a\n", "b"], html: ["<p>\n", "</p>"] },
    { output_type: "pyout", text: "x" },
    { output_type: "pyout", prompt_number: null, text: "x", metadata: {} },
  ),
  "displays of every MIME type": withOutputs(
    {
      ...{ output_type: "display_data", text: "t", html: "h", svg: ["<svg>\n", "</svg>"], png: "AAEC\n" },
      ...{ jpeg: "AAEC", latex: ["$\n", "x$"], json: '{"a": [1, 2.5, null]}', javascript: ["a;\n", "b;"] },
      ...{ "application/pdf": "x", "application/x": ["a", "b"], metadata: {} },
    },
    { output_type: "display_data", png: "x", metadata: { png: { width: 1 }, html: { a: 1 }, own: 2 } },
    { output_type: "display_data", json: ['{"a":\n', "1}"], metadata: {} },
    { output_type: "display_data", json: "[1]", metadata: {} },
    { output_type: "display_data", "application/json": '"x"', metadata: {} },
    { output_type: "display_data" },
  ),
  "a whole notebook": notebook([
    { cell_type: "heading", level: 1, metadata: {}, source: ["Title"] },
    markdown(["Some *text*\n", "\n", "more"]),
    code({
      input: ["import this\n", "1 + 1"],
      prompt_number: 2,
      outputs: [
        { output_type: "stream", stream: "stdout", text: ["The Zen\n"] },
        { output_type: "pyout", prompt_number: 2, text: ["2"], metadata: {} },
      ],
    }),
  ]),
};

function notebook(cells: object[], further: object = {}): object {
  return { nbformat: 3, nbformat_minor: 0, metadata: {}, worksheets: [{ cells, metadata: {} }], ...further };
}

function markdown(source: string | string[]): object {
  return { cell_type: "markdown", metadata: {}, source };
}

function code(further: object): object {
  return {
    ...{ cell_type: "code", language: "python", metadata: {}, collapsed: false },
    ...{ input: "x", outputs: [], prompt_number: 1, ...further },
  };
}

function withOutputs(...outputs: object[]): object {
  return notebook([code({ outputs })]);
}
