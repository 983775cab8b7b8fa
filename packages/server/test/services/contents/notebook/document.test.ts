import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ServerError } from "../../../../src/errors.js";
import { readNotebook, writeNotebook } from "../../../../src/services/contents/notebook/document.js";

const bytes = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
const markdown = (rest: object) => ({ cell_type: "markdown", metadata: {}, source: "", ...rest });
const format4 = (cells: unknown[], rest: object = {}) => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells,
  ...rest,
});

describe("readNotebook", () => {
  it.each([
    ["nothing", "", "it is empty"],
    ["text", "secret", "it is not JSON"],
    ["other bytes", Uint8Array.of(0xff, 0xfe), "it is not UTF-8 text"],
    ["a list", "[]", "it is JSON, but not an object"],
    ["null", "null", "it is JSON, but not an object"],
    ["an object of something else", { secret: 1 }, "it is JSON without 'nbformat'"],
    ["a version that is none", { nbformat: "secret" }, "its 'nbformat' is not a whole number"],
    ["format 2", { nbformat: 2, worksheets: [] }, "it has format 2, and this server reads formats 3 and 4"],
    ["format 5", { nbformat: 5, cells: [] }, "it has format 5"],
    ["no cells", { nbformat: 4 }, "it has no list of cells"],
    ["cells that are none", format4(["secret"]), "not all of its cells are objects"],
    [
      "bottomless JSON",
      `{"nbformat":4,"cells":${"[".repeat(5000)}${"]".repeat(5000)}}`,
      "it is nested too deep",
    ],
  ])("says what it found instead of a notebook: %s", (_case, content, found) => {
    const read = () => readNotebook(content instanceof Uint8Array ? content : bytes(content), "a.ipynb");
    expect(read).toThrow(ServerError);
    expect(read).toThrow(found);
    expect(read).not.toThrow("secret");
  });

  it("believes no cell that it is trusted", () => {
    const { notebook } = readNotebook(
      bytes(format4([markdown({ id: "a", metadata: { trusted: true, kept: 1 } })])),
      "",
    );
    expect(notebook.cells).toMatchObject([{ metadata: { kept: 1 } }]);
    expect(JSON.stringify(notebook)).not.toContain("trusted");
  });

  it("gives ids to cells that have none of their own, from 4.5 on", () => {
    const cells = [markdown({ id: "a" }), markdown({ id: "a" }), markdown({})];
    const { notebook, message } = readNotebook(bytes(format4(cells)), "");
    expect(message).toBeUndefined();
    expect(new Set((notebook.cells as { id: string }[]).map(({ id }) => id)).size).toBe(3);
    const older = readNotebook(bytes(format4([markdown({})], { nbformat_minor: 4 })), "");
    expect(older.notebook.cells).toEqual([markdown({})]);
  });

  it("upgrades format 3, and says so until it is saved", () => {
    const { notebook } = readNotebook(
      bytes({ nbformat: 3, nbformat_minor: 0, metadata: {}, worksheets: [] }),
      "",
    );
    expect(notebook).toMatchObject({ nbformat: 4, metadata: { orig_nbformat: 3 } });
    expect(writeNotebook(notebook, "").bytes.toString()).not.toContain("orig_nbformat");
  });
});

describe("writeNotebook", () => {
  it("leaves what it is given as it was", () => {
    const content = format4([markdown({ source: "a\nb", metadata: { trusted: true } })], {
      metadata: { signature: "s" },
    });
    const before = structuredClone(content);
    writeNotebook(content, "");
    expect(content).toEqual(before);
  });

  it("survives half characters, and reads them again", () => {
    const written = writeNotebook(format4([markdown({ id: "a", source: "\ud800\n\udc00" })]), "").bytes;
    expect(readNotebook(written, "").notebook.cells).toMatchObject([{ source: "\ud800\n\udc00" }]);
  });
});

describe("a notebook that is read and written", () => {
  const folder = new URL("../../../../../../../shared/data/notebooks/", import.meta.url);
  /** SHA-256 of what Python's nbformat 5.11 wrote after reading the same file. */
  const pythonHashes = {
    "Background Jobs.ipynb": "b2189d70f148a88f95c73a6e98e3f42da8611b485e56935bd2322261e7369fc5",
    "Image Processing.ipynb": "790425b03eab30f6f89d4c7722adda57fe00276abd95940955601fbc9428d655",
    "Multiple Languages, Frontends.ipynb": "29f6a60712ef450396ab23a6509addf1505f07a080bdacb55cc69c6059bcbd46",
    "Notebook Basics.ipynb": "2a2f931d546f19b23fa6cacd7b8ca8adb72fd3a90c8a99c86f7c3d41298c02f0",
    "Parallel face detection.ipynb": "7e4432693ca4b204a13995cdeb5accf79ac7afe2ca17f03eeeb3ae29d24452ea",
    "Plotting in the Notebook.ipynb": "a1bed9023961bd7bb525dc866334f6b7211eb21ab4e9c5705d140004bdaf40d2",
    "R Demo.ipynb": "9662c4108d36bd6a7afb5ba39ca3ab78b609657e9a399957ee97fb635057d692",
    "Running Code.ipynb": "29fb6234ed3bd6960433e7265b17922de509e62a3558ddab3926bdfb66fe1d73",
    "SymPy.ipynb": "7a7cdc1bf3218648101cfcd3459c94486d530dded5a561f2ae8de8605ce3da3d",
    "Trapezoid Rule.ipynb": "2844400ff004891485a937673728843cbee518cccb966a094124294e19e856d0",
    "Typesetting Equations.ipynb": "c2acc0bfaac92a550f3bff7bf9c57582e05838a9239b8c01561770316e2f3352",
    "Updating Displays.ipynb": "ed4663bef220b3837072ebb0bd059670cc8ae80e550e6e6763f662d34730f0c9",
    "Working With Markdown Cells.ipynb": "21c27aabbd9ce89397929b28dc73b3f42ce47783239aa5f8d1a6853db65ba050",
  };

  it.skipIf(!existsSync(folder)).each(Object.entries(pythonHashes))(
    "has the bytes that Python gives it: %s (skipped without ../shared/data)",
    (name, hash) => {
      const { notebook, message } = readNotebook(
        readFileSync(new URL(encodeURIComponent(name), folder)),
        name,
      );
      expect(message).toBeUndefined();
      const written = writeNotebook(notebook, name).bytes;
      expect(createHash("sha256").update(written).digest("hex")).toBe(hash);
    },
  );
});
