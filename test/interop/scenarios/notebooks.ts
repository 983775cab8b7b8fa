import type { Call, Json, Scenario } from "../support/scenario.js";
import { format3, notebook, notebookOf, withoutIds } from "./sample-notebooks.js";

const save = (content: unknown) => ({ type: "notebook", format: "json", content });
/** The content of the answer before. */
const again = (answers: readonly Json[]) => save(answers.at(-1)?.content);
const cell = {
  cell_type: "code",
  execution_count: null,
  id: "only-cell",
  metadata: {},
  outputs: [],
  source: "x",
};

/** Notebooks that are not as their format says, by what is wrong. */
const invalid: Readonly<Record<string, object>> = {
  "without cells": { metadata: {}, nbformat: 4, nbformat_minor: 5 },
  "without metadata": { cells: [], nbformat: 4, nbformat_minor: 5 },
  "without a version": { cells: [], metadata: {} },
  "without a minor version": { cells: [], metadata: {}, nbformat: 4 },
  "cells of a wrong type": notebookOf([], { cells: {} }),
  "cells null": notebookOf([], { cells: null }),
  "a cell that is no object": notebookOf([1 as unknown as object]),
  "a cell of an unknown kind": notebookOf([{ ...cell, cell_type: "unknown" }]),
  "a cell without a kind": notebookOf([{ id: "a", metadata: {}, source: "" }]),
  "a cell without source": notebookOf([{ cell_type: "markdown", id: "a", metadata: {} }]),
  "a cell without metadata": notebookOf([{ cell_type: "markdown", id: "a", source: "" }]),
  "a cell with further keys": notebookOf([{ ...cell, further: 1 }]),
  "a code cell without outputs": notebookOf([
    { cell_type: "code", execution_count: null, id: "a", metadata: {}, source: "" },
  ]),
  "an output without a kind": notebookOf([{ ...cell, outputs: [{ name: "stdout", text: "x" }] }]),
  "an output of an unknown kind": notebookOf([{ ...cell, outputs: [{ output_type: "unknown" }] }]),
  "a wrong execution count": notebookOf([{ ...cell, execution_count: "1" }]),
  "a bad id": notebookOf([{ ...cell, id: "with space" }]),
  "two cells of one id": notebookOf([cell, cell]),
  "a cell without an id": notebookOf([{ cell_type: "markdown", metadata: {}, source: "x" }]),
  "an id in format 4.4": notebookOf([cell], { nbformat_minor: 4 }),
  "metadata of a wrong type": notebookOf([], { metadata: [] }),
  "a kernelspec without a name": notebookOf([], { metadata: { kernelspec: { display_name: "x" } } }),
  "a format of 5": notebookOf([], { nbformat: 5 }),
  "a format of 2": { nbformat: 2, nbformat_minor: 0, metadata: {}, worksheets: [] },
  "a format of 1": { nbformat: 1, cells: [] },
  "a format of 0": notebookOf([], { nbformat: 0 }),
  "a format in words": notebookOf([], { nbformat: "4" }),
  "a minor version in words": notebookOf([], { nbformat_minor: "5" }),
  "a minor version to come": notebookOf([{ ...cell, further: 1 }], { nbformat_minor: 7 }),
  "a negative minor version": notebookOf([], { nbformat_minor: -1 }),
  "further keys": notebookOf([], { further: 1 }),
  "format 3 as it is": format3,
};

/** Valid ones, by what is special about them. */
const special: Readonly<Record<string, object>> = {
  empty: notebookOf([]),
  "text as one string": notebookOf([{ ...cell, source: "a\nb\n\nc" }]),
  "text as lists of lines": notebook,
  "line ends of other systems": notebookOf([{ ...cell, source: "a\r\nb\rc\u2028d\u0085e\u000bf\u000cg\n" }]),
  "characters that JSON may escape": notebookOf([
    { ...cell, source: 'ü 🙂 \u007f \u2028 " \\ / \b \u0001 <' },
  ]),
  numbers: notebookOf([], {
    metadata: { a: [0, -1, 1.5, 1e21, 1e-7, 0.0001, 12345678, 1e16, 123456789012345680000, -0.5] },
  }),
  "keys out of order": notebookOf([], {
    metadata: { b: 1, a: 2, "10": 3, "9": 4, Z: 5, ü: 6, "🙂": 7, "\uffff": 8 },
  }),
  "old metadata": notebookOf([], {
    metadata: { orig_nbformat: 3, orig_nbformat_minor: 0, signature: "x", name: "n" },
  }),
  "trusted cells": notebookOf([{ ...cell, metadata: { trusted: true } }]),
  "an attachment": notebookOf([
    {
      cell_type: "markdown",
      id: "a",
      metadata: {},
      source: "x",
      attachments: { "a.png": { "image/png": "AAEC", "text/plain": ["a\n", "b"] } },
    },
  ]),
  "JSON and vendor types in outputs": notebookOf([
    {
      ...cell,
      outputs: [
        {
          output_type: "display_data",
          metadata: {},
          data: {
            "application/json": ["a\n", "b"],
            "application/vnd.plotly.v1+json": { data: [], layout: { title: "a\nb" } },
            "application/vnd.x": "a\nb",
            "application/javascript": "a\nb",
            "text/latex": "a\nb",
            "image/jpeg": "AA\nBB",
          },
        },
      ],
    },
  ]),
  "format 4.0": { ...withoutIds, nbformat_minor: 0 },
  "format 4.4": withoutIds,
  "nested metadata": notebookOf([], { metadata: { a: JSON.parse(`${"[".repeat(100)}${"]".repeat(100)}`) } }),
};

export const notebookScenarios: readonly Scenario[] = [
  ...Object.entries({ ...invalid, ...special }).map(
    ([what, content]): Scenario => ({
      name: `a notebook on disk: ${what}`,
      files: { "a.ipynb": { json: content } },
      calls: ["GET a.ipynb", "GET a.ipynb?content=0&hash=1", "GET a.ipynb?type=file"],
    }),
  ),
  ...Object.entries({ ...invalid, ...special }).map(
    ([what, content]): Scenario => ({
      name: `a notebook that is saved: ${what}`,
      files: { "a.ipynb": { json: notebook } },
      calls: [
        ["PUT a.ipynb", save(content)],
        "GET a.ipynb",
        ["PUT new.ipynb", save(content)],
        "GET new.ipynb/checkpoints",
      ],
    }),
  ),
  ...Object.entries(special).map(
    ([what, content]): Scenario => ({
      name: `a notebook that is opened and saved again: ${what}`,
      files: { "a.ipynb": { json: content } },
      calls: ["GET a.ipynb", ["PUT a.ipynb", again], "GET a.ipynb"],
    }),
  ),
  {
    name: "notebooks that are no notebooks",
    files: { "a.ipynb": { json: notebook } },
    calls: [1, "text", [], {}, [1], true].flatMap((content): Call[] => [
      ["PUT a.ipynb", save(content)],
      ["PUT b.ipynb", save(content)],
    ]),
  },
  {
    name: "a new notebook is worked on",
    calls: [
      ["POST /api/contents", { type: "notebook" }],
      "GET Untitled.ipynb",
      ["PUT Untitled.ipynb", again],
      ["PUT Untitled.ipynb", save(notebookOf([cell]))],
      "GET Untitled.ipynb",
      "POST Untitled.ipynb/checkpoints",
      ["PUT Untitled.ipynb", save(notebookOf([{ ...cell, source: "changed" }]))],
      "POST Untitled.ipynb/checkpoints/checkpoint",
      "GET Untitled.ipynb",
      ["PATCH Untitled.ipynb", { path: "Mine.ipynb" }],
      "GET Mine.ipynb/checkpoints",
      ["POST /api/contents", { copy_from: "Mine.ipynb" }],
    ],
  },
];
