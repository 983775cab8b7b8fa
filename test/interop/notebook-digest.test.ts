import fc from "fast-check";
import { expect, inject, test } from "vitest";
import {
  readNotebook,
  writeNotebook,
} from "../../packages/server/src/services/contents/notebook/document.js";
import { notebookDigest } from "../../packages/server/src/services/contents/trust/digest.js";
import { askNbformat } from "./support/nbformat.js";
import { notebookOfFormat4 } from "./support/notebook-arbitrary.js";

const cases = 2_000;
/** `DAYBOOK_SEED` tries others. */
const seed = Number(process.env.DAYBOOK_SEED ?? 20_261_124);
const secret = Buffer.from("the secret of the tests");

test(`nbformat computes the same digests of valid notebooks among ${cases} (seed ${seed})`, async () => {
  const notebooks = fc.sample(notebookOfFormat4, { seed, numRuns: cases });
  const answers = await askNbformat(inject("python"), ["schema", "digest"], notebooks);
  const compared = notebooks.flatMap((notebook, index) => {
    const { schema, digest } = answers[index]!;
    if (schema.error !== undefined) return [];
    const { bytes } = writeNotebook(notebook, "a.ipynb");
    const ours = notebookDigest(readNotebook(bytes, "a.ipynb").notebook, secret);
    return [{ notebook, ours, theirs: digest.error ?? digest.result }];
  });
  expect(compared.length).toBeGreaterThan(cases / 5);
  expect(compared.filter(({ ours, theirs }) => ours !== theirs).slice(0, 5)).toEqual([]);
});
