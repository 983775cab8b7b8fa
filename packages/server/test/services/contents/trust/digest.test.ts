import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readNotebook, writeNotebook } from "../../../../src/services/contents/notebook/document.js";
import { notebookDigest } from "../../../../src/services/contents/trust/digest.js";
import { notebook } from "../sandbox.js";

const secret = Buffer.from("the secret\n");

/** Values of every kind, keys out of order, and characters beyond U+FFFF. */
const varied = {
  nbformat_minor: 5,
  nbformat: 4,
  metadata: {
    numbers: [0, -1, 1.5, 1e-7, 0.00001, 1e22, 12345678],
    "\uffff": 2,
    "🙂": 1,
    Z: {},
    a: [[]],
  },
  cells: [
    {
      source: "1 + 1",
      outputs: [{ output_type: "stream", name: "stdout", text: ["ü\n", "🙂"] }],
      metadata: { b: true, a: false },
      id: "a",
      execution_count: null,
      cell_type: "code",
    },
  ],
};

describe("the digest of a notebook", () => {
  it("is the one that nbformat computes", () => {
    expect(notebookDigest(varied, secret)).toBe(
      "911bce2470f89b4a22f7b58727933e944ec996b8b3692c58cab366c135c56950",
    );
  });

  it("does not depend on how lines are kept", () => {
    const lines = { ...varied, cells: [{ ...varied.cells[0], source: ["1 ", "+ 1"] }] };
    expect(notebookDigest(lines, secret)).toBe(notebookDigest(varied, secret));
  });

  it.each([
    ["another key", notebookDigest(varied, Buffer.from("another"))],
    ["another source", notebookDigest({ ...varied, cells: [] }, secret)],
    ["other metadata", notebookDigest({ ...varied, metadata: {} }, secret)],
  ])("is another one with %s", (_case, digest) => {
    expect(digest).not.toBe(notebookDigest(varied, secret));
  });

  it("is the same of what is written and of what is read again, also in large notebooks", () => {
    const outputs = [Number.POSITIVE_INFINITY, 0.1, "x".repeat(200_000), "🙂\r\n".repeat(50_000)].map(
      (value) => ({
        data: { "application/json": value, "text/plain": String(value) },
        metadata: {},
        output_type: "display_data",
      }),
    );
    const [cell] = notebook().cells;
    const content = { ...notebook(), cells: [{ ...cell, outputs }], metadata: { signature: "sha256:old" } };
    const written = writeNotebook(content, "");
    const read = readNotebook(written.bytes, "");
    expect(notebookDigest(read.notebook, secret)).toBe(notebookDigest(written.notebook, secret));
  });

  it("is over all texts in their order, however long each of them is", () => {
    const texts = [
      "a",
      "b".repeat(4096),
      "ü".repeat(4097),
      "c",
      "🙂".repeat(200_000),
      "d".repeat(70_000),
      "e",
    ];
    expect(notebookDigest({ texts }, secret)).toBe(
      createHmac("sha256", secret)
        .update(`texts${texts.join("")}`)
        .digest("hex"),
    );
  });

  const folder = new URL("../../../../../../../shared/data/notebooks/", import.meta.url);
  const pythonDigests = {
    "Background Jobs.ipynb": "cea50af237591f408a14476532dc79c77be17a8f61832a2dd7fb9fad710250ad",
    "Image Processing.ipynb": "6c12ad64ab9a4f1a0d62105042c422ae2f3373cc24f93780add9cac1267d7220",
    "Multiple Languages, Frontends.ipynb": "0be8ba9603389177101e8fb0e33e67c6e0c98321aa85b0999ec3770fad6664b9",
    "Notebook Basics.ipynb": "a58f0cce50f7bb12209892d5782e3ff69d4f3dd964607e5a3f0efb41d09ca9b7",
    "Parallel face detection.ipynb": "07739b992f24a6866a485eaf966ca40d9eb11825c9f695ffd663fd617e54e8c9",
    "Plotting in the Notebook.ipynb": "0204d8f59b772a2e166dcf51daad8397425e026710189702985876d195906fc6",
    "R Demo.ipynb": "e32405458e1bdec226307bd4d8a74f650212e058488e2d4e90c900fe91e5a181",
    "Running Code.ipynb": "88dcd555b1cf97938c11cbfd87db6da108d1eceaae3c0c604d9023dc9dc70352",
    "SymPy.ipynb": "13403de3d273c82c2b9bd3f291406f7aea2242831752bc8ba9efb1dfdeac6bcc",
    "Trapezoid Rule.ipynb": "76be767782157dfc4a8c26772a401b95c874da88a14ed9d8bc288e9441ecffe7",
    "Typesetting Equations.ipynb": "fbb846f1c2df5792b1ff23716732316d8436692a81ba6c28bf3dff7f14bc4b11",
    "Updating Displays.ipynb": "aa9e2de65f2757f98e228339c3f036054cc1f7220fea99b550df4c4157708641",
    "Working With Markdown Cells.ipynb": "8169a6bc0169e92a7311d655773e64e205d5290888d308bcb79f9dc9c05c0153",
  };

  it.skipIf(!existsSync(folder)).each(Object.entries(pythonDigests))(
    "is the one that nbformat computes of %s (skipped without ../shared/data)",
    (name, digest) => {
      const bytes = readFileSync(new URL(encodeURIComponent(name), folder));
      expect(notebookDigest(readNotebook(bytes, name).notebook, secret)).toBe(digest);
    },
  );
});
