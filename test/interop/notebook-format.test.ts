import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { completeCellIds } from "../../packages/server/src/services/contents/notebook/cell-id.js";
import {
  readNotebook,
  writeNotebook,
} from "../../packages/server/src/services/contents/notebook/document.js";
import { notebookProblem } from "../../packages/server/src/services/contents/notebook/validation.js";
import { askNbformat, type NbformatAnswers } from "./support/nbformat.js";
import { withoutMadeUpIds } from "./support/made-up-ids.js";
import { notebookOfFormat4 } from "./support/notebook-arbitrary.js";

const cases = 4_000;
/** `DAYBOOK_SEED` tries others. */
const seed = Number(process.env.DAYBOOK_SEED ?? 20_250_805);

type Notebook = Parameters<typeof notebookProblem>[0];

test(`nbformat agrees about ${cases} notebooks, valid and not (seed ${seed})`, async () => {
  const notebooks = fc.sample(notebookOfFormat4, { seed, numRuns: cases }) as Notebook[];
  const answers = await askNbformat(inject("python"), ["schema", "validate", "read", "write"], notebooks);
  const disagreements = notebooks.flatMap((notebook, index) => {
    const found = compare(notebook, answers[index]!);
    return found === undefined ? [] : [`case ${index}: ${found}\n${JSON.stringify(notebook)}`];
  });
  const valid = answers.filter(({ schema }) => schema.error === undefined).length;
  // Neither half may get lost when the generator is changed.
  expect(valid).toBeGreaterThan(cases / 5);
  expect(valid).toBeLessThan((cases * 4) / 5);
  if (disagreements.length > 0) {
    expect.fail(
      `seed ${seed}, ${disagreements.length} disagreements:\n${disagreements.slice(0, 10).join("\n\n")}`,
    );
  }
});

/** What we make of a notebook otherwise than nbformat. */
function compare(
  notebook: Notebook,
  answers: Omit<NbformatAnswers, "convert" | "digest">,
): string | undefined {
  const { schema, validate, read, write } = answers;
  const problem = notebookProblem(notebook);
  if ((problem === undefined) !== (schema.error === undefined)) {
    return `schema: nbformat says ${schema.error ?? "valid"}, we say ${problem ?? "valid"}`;
  }
  const completed = notebookProblem(completeCellIds(notebook));
  if ((completed === undefined) !== (validate.error === undefined)) {
    return `validate: nbformat says ${validate.error ?? "valid"}, we say ${completed ?? "valid"}`;
  }
  return compareReading(notebook, read) ?? compareWriting(notebook, write);
}

function compareReading(notebook: Notebook, read: NbformatAnswers["read"]): string | undefined {
  const ours = attempt(() => readNotebook(Buffer.from(JSON.stringify(notebook)), "a.ipynb"));
  if (read.error !== undefined) {
    // A damaged notebook that nbformat cannot read at all, we show with a message.
    if (ours === undefined || ours.message !== undefined) return undefined;
    return `read: nbformat fails with ${read.error}, we find nothing wrong`;
  }
  if (ours === undefined) {
    // Without cells there is nothing to show.
    return read.result.message === null ? "read: we cannot read what is valid" : undefined;
  }
  if ((ours.message === undefined) !== (read.result.message === null)) {
    return `read: nbformat says ${read.result.message ?? "valid"}, we say ${ours.message ?? "valid"}`;
  }
  const [theirs, own] = [read.result.notebook, ours.notebook].map(withoutMadeUpIds);
  return isDeepStrictEqual(theirs, own)
    ? undefined
    : `read: nbformat reads\n${JSON.stringify(theirs)}\nwe read\n${JSON.stringify(own)}\nof`;
}

function compareWriting(notebook: Notebook, write: NbformatAnswers["write"]): string | undefined {
  const ours = attempt(() => writeNotebook(notebook, "a.ipynb"));
  if (write.error !== undefined) {
    if (ours === undefined || ours.message !== undefined) return undefined;
    return `write: nbformat fails with ${write.error}, we find nothing wrong`;
  }
  if (ours === undefined) return undefined;
  const [theirs, own] = [`${write.result}\n`, ours.bytes.toString()].map((text) =>
    text.replace(/^( *"id": )"[0-9a-f]{8}"/gm, '$1"made up"'),
  );
  return theirs === own ? undefined : `write: nbformat writes\n${theirs}\nwe write\n${own}\nof`;
}

function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
