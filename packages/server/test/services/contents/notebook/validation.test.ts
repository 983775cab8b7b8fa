import { describe, expect, it } from "vitest";
import { notebookProblem } from "../../../../src/services/contents/notebook/validation.js";

const notebook = (minor: number, cells: object[] = [], metadata: object = {}) => ({
  nbformat: 4,
  nbformat_minor: minor,
  metadata,
  cells,
});
const markdown = (rest: object = {}) => ({ cell_type: "markdown", metadata: {}, source: "", ...rest });
const code = (rest: object = {}) => ({
  cell_type: "code",
  metadata: {},
  source: "",
  outputs: [],
  execution_count: null,
  ...rest,
});
const withOutput = (output: object) => code({ outputs: [output] });

describe("notebookProblem", () => {
  // Python's nbformat judges each of these alike.
  it.each([
    ["an empty notebook", notebook(0)],
    ["the oldest code cell", notebook(0, [code()])],
    ["source in lines", notebook(4, [markdown({ source: ["a\n", "b"] })])],
    ["cells with ids", notebook(5, [code({ id: "a-B_1" })])],
    [
      "every output",
      notebook(4, [
        withOutput({ output_type: "stream", name: "stdout", text: "" }),
        withOutput({ output_type: "error", ename: "", evalue: "", traceback: [] }),
        withOutput({ output_type: "display_data", metadata: {}, data: { "application/x+json": [{ a: 1 }] } }),
        withOutput({
          output_type: "execute_result",
          metadata: {},
          data: { "text/plain": ["a"] },
          execution_count: 1,
        }),
      ]),
    ],
    [
      "metadata that only later versions define",
      notebook(1, [code({ metadata: { jupyter: 1, execution: 1 } })], { title: 1 }),
    ],
    [
      "anything new of a version to come",
      notebook(
        6,
        [
          code({ id: "a", extra: 1 }),
          { cell_type: "new", metadata: {} },
          withOutput({ output_type: "new" }),
        ].map((cell, index) => ({ id: `c${index}`, ...cell })),
      ),
    ],
  ])("finds none in %s", (_case, value) => {
    expect(notebookProblem(value)).toBeUndefined();
  });

  it.each([
    [
      notebook(4, [withOutput({ output_type: "stream", text: "secret" })]),
      "cells[0].outputs[0] lacks 'name'",
    ],
    [notebook(4, [code({ execution_count: "secret" })]), "cells[0].execution_count must be integer or null"],
    [notebook(4, [code({ execution_count: -1 })]), "cells[0].execution_count must be >= 0"],
    [notebook(4, [markdown({ source: 5 })]), "cells[0].source must be string or array"],
    [
      notebook(4, [markdown({ extra: "secret" })]),
      "cells[0] has a property 'extra' that format 4.4 does not define there",
    ],
    [
      notebook(4, [markdown({ "My Secret": 1 })]),
      "cells[0] has a property that format 4.4 does not define there",
    ],
    [
      notebook(4, [markdown({ id: "a" })]),
      "cells[0] has a property 'id' that format 4.4 does not define there",
    ],
    [notebook(5, [markdown()]), "cells[0] lacks 'id'"],
    [notebook(5, [markdown({ id: "a secret" })]), 'cells[0].id must match pattern "^[A-Za-z0-9_-]+$"'],
    [
      notebook(4, [{ cell_type: "secret", metadata: {} }]),
      "cells[0].cell_type must be one of raw, markdown, code",
    ],
    [
      notebook(4, [markdown({ metadata: { tags: ["a,b"] } })]),
      'cells[0].metadata.tags[0] must match pattern "^[^,]+$"',
    ],
    [
      notebook(4, [code({ metadata: { execution: { secret: 1 } } })]),
      "cells[0].metadata.execution.* must be string",
    ],
    [
      notebook(4, [withOutput({ output_type: "display_data", metadata: {}, data: { "secret/x": 1 } })]),
      "cells[0].outputs[0].data.* must be string or array",
    ],
    [notebook(3, [code({ metadata: { jupyter: 1 } })]), "cells[0].metadata.jupyter must be object"],
    [notebook(2, [], { title: 1 }), "metadata.title must be string"],
    [notebook(0, [], { kernelspec: { name: "secret" } }), "metadata.kernelspec lacks 'display_name'"],
    [{ nbformat: 4, metadata: {}, cells: [] }, "the notebook lacks 'nbformat_minor'"],
    [
      { ...notebook(4), extra: 1 },
      "the notebook has a property 'extra' that format 4.4 does not define there",
    ],
  ])("finds, without quoting it, what is wrong: %j", (value, expected) => {
    expect(notebookProblem(value)).toBe(`Notebook validation failed: ${expected}`);
    expect(notebookProblem(value)).not.toContain("secret");
  });
});
