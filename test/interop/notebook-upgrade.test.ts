import { beforeAll, describe, expect, inject, test } from "vitest";
import { readNotebook } from "../../packages/server/src/services/contents/notebook/document.js";
import { format3Notebooks } from "./support/format3-notebooks.js";
import { askNbformat, type NbformatAnswers } from "./support/nbformat.js";
import { withoutMadeUpIds } from "./support/made-up-ids.js";

/** Where we upgrade otherwise, and why: what nbformat's text is changed to before it is compared. */
const differences: Readonly<Record<string, { reason: string; change: readonly [string, string] }>> = {
  "trusted cells": {
    reason: "A file cannot say of itself that it is to be trusted",
    change: ['"trusted":true,"collapsed":false', '"collapsed":false'],
  },
  "displays of every MIME type": {
    reason: "Lines are joined whatever their MIME type, as in format 4",
    change: ['"application/x":["a","b"]', '"application/x":"a\\nb"'],
  },
};

const names = Object.keys(format3Notebooks);
let answers: Pick<NbformatAnswers, "read">[];

beforeAll(async () => {
  answers = await askNbformat(inject("python"), ["read"], Object.values(format3Notebooks));
});

describe("a notebook of format 3 is upgraded as nbformat does:", () => {
  test.each(names)("%s", (name) => {
    const { read } = answers[names.indexOf(name)]!;
    if (read.error !== undefined) throw new Error(`nbformat cannot read it: ${read.error}`);
    const ours = readNotebook(Buffer.from(JSON.stringify(format3Notebooks[name])), "a.ipynb");
    expect(withoutMadeUpIds(ours.notebook)).toEqual(withoutMadeUpIds(expected(name, read.result.notebook)));
    expect(ours.message === undefined).toBe(read.result.message === null);
  });
});

function expected(name: string, notebook: unknown): unknown {
  const [from, to] = differences[name]?.change ?? ["", ""];
  const text = JSON.stringify(notebook);
  // A difference that is no longer there must leave the list.
  expect(text).toContain(from);
  return JSON.parse(text.replace(from, to));
}
