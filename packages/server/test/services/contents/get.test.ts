import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isoTime } from "../../../src/services/contents/model.js";
import { failure, notebook, sandbox } from "./sandbox.js";

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const invalidUtf8 = Uint8Array.of(0x66, 0xff, 0x00);

describe("get", () => {
  it("shows a file as a model with exactly Jupyter's keys", async () => {
    const { manager, write } = sandbox();
    write("folder/a.txt", "grüße\n");
    expect(await manager.get("/folder/a.txt/")).toEqual({
      name: "a.txt",
      path: "folder/a.txt",
      type: "file",
      created: expect.stringMatching(time),
      last_modified: expect.stringMatching(time),
      content: "grüße\n",
      format: "text",
      mimetype: "text/plain",
      size: 8,
      writable: true,
      hash: null,
      hash_algorithm: null,
    });
  });

  it("shows a notebook with its JSON, and no MIME type", async () => {
    const { manager, write } = sandbox();
    write("a.ipynb", JSON.stringify(notebook()));
    expect(await manager.get("a.ipynb")).toMatchObject({
      type: "notebook",
      format: "json",
      mimetype: null,
      content: { nbformat: 4, cells: [{ source: "1 + 1" }] },
    });
  });

  it("shows a folder with the models of its entries, without their contents, sorted by name", async () => {
    const { manager, write } = sandbox();
    write("b.ipynb", "{}");
    write("a.txt", "a");
    write("B/c.txt", "c");
    const root = await manager.get("");
    expect(root).toMatchObject({ name: "", path: "", type: "directory", format: "json", size: null });
    expect(root.content).toMatchObject([
      { name: "B", type: "directory", content: null, format: null, mimetype: null },
      { name: "a.txt", type: "file", content: null, format: null, size: 1 },
      { name: "b.ipynb", type: "notebook", content: null, format: null },
    ]);
  });

  it.each(["a.txt", "a.ipynb", "folder"])("leaves content and format out of %s on request", async (path) => {
    const { manager, write } = sandbox();
    write("a.txt", "a");
    write("a.ipynb", "not a notebook");
    write("folder/b", "");
    expect(await manager.get(path, { content: false })).toMatchObject({ content: null, format: null });
  });

  it.each([
    ["a.txt", undefined, "file"],
    ["a.txt", "file", "file"],
    ["a.ipynb", "file", "file"],
    ["b.txt", "notebook", "notebook"],
    ["folder", "directory", "directory"],
  ] as const)("shows %s, asked for as %s, as %s", async (path, type, expected) => {
    const { manager, write } = sandbox();
    write("a.txt", "a");
    write("a.ipynb", JSON.stringify(notebook()));
    write("b.txt", JSON.stringify(notebook()));
    write("folder/c", "");
    expect((await manager.get(path, { type })).type).toBe(expected);
  });

  it.each([
    ["a.txt", "directory"],
    ["a.ipynb", "directory"],
    ["folder", "file"],
    ["folder", "notebook"],
  ] as const)("refuses %s as a %s", async (path, type) => {
    const { manager, write } = sandbox();
    write("a.txt", "");
    write("a.ipynb", "{}");
    write("folder/b", "");
    for (const content of [true, false]) {
      expect(await failure(manager.get(path, { type, content }))).toMatchObject({
        status: 400,
        reason: "bad-type",
      });
    }
  });

  it("gives the raw text of a notebook that is asked for as a file", async () => {
    const { manager, write } = sandbox();
    write("a.ipynb", "no JSON at all");
    expect(await manager.get("a.ipynb", { type: "file" })).toMatchObject({
      content: "no JSON at all",
      format: "text",
    });
  });

  it.each([
    ["text", "text", "text"],
    ["text", undefined, "text"],
    ["text", "base64", "base64"],
    ["bytes", undefined, "base64"],
    ["bytes", "base64", "base64"],
  ] as const)("reads %s in format %s as %s", async (name, format, expected) => {
    const { manager, write } = sandbox();
    write("text", "\ufefftext\0");
    write("bytes", invalidUtf8);
    const { content, format: given, mimetype } = await manager.get(name, { format });
    expect(given).toBe(expected);
    const bytes = Buffer.from(content as string, expected === "text" ? "utf8" : "base64");
    expect(bytes).toEqual(Buffer.from(name === "text" ? "\ufefftext\0" : invalidUtf8));
    expect(mimetype).toBe(expected === "text" ? "text/plain" : "application/octet-stream");
  });

  it("answers bad-format to bytes that are asked for as text", async () => {
    const { manager, write } = sandbox();
    write("bytes", invalidUtf8);
    expect(await failure(manager.get("bytes", { format: "text" }))).toMatchObject({
      status: 400,
      reason: "bad-format",
    });
  });

  it.each([true, false])("adds the SHA-256 of the bytes on disk (content: %s)", async (content) => {
    const { manager, write } = sandbox();
    const text = JSON.stringify(notebook());
    write("a.ipynb", text);
    const hash = createHash("sha256").update(text).digest("hex");
    expect(await manager.get("a.ipynb", { hash: true, content })).toMatchObject({
      hash,
      hash_algorithm: "sha256",
    });
  });

  it("answers not-found for what is missing, also below a file", async () => {
    const { manager, write } = sandbox();
    write("a.txt", "");
    for (const path of ["b.txt", "b/c.txt", "a.txt/b"]) {
      expect(await failure(manager.get(path))).toMatchObject({ status: 404, reason: "not-found" });
    }
  });

  it("leaves out of a listing what could not be opened", async () => {
    const { base, manager, root, write } = sandbox();
    for (const name of [
      "a.txt",
      ".hidden",
      ".ipynb_checkpoints/a-checkpoint.txt",
      "b.pyc",
      "c~",
      ".DS_Store",
    ]) {
      write(name, "");
    }
    write("__pycache__/x", "");
    symlinkSync("nowhere", join(root, "broken"));
    symlinkSync("loop", join(root, "loop"));
    symlinkSync(join(base, "outside"), join(root, "outside"));
    symlinkSync(".hidden", join(root, "to-hidden"));
    symlinkSync("a.txt", join(root, "good-link"));
    if (process.platform !== "win32") execFileSync("mkfifo", [join(root, "pipe")]);
    const { content } = await manager.get("");
    expect((content as { name: string }[]).map(({ name }) => name)).toEqual(["a.txt", "good-link"]);
  });

  it.skipIf(process.platform === "win32")("does not wait for a pipe or touch a device", async () => {
    const { manager, root, names } = sandbox();
    execFileSync("mkfifo", [join(root, "pipe")]);
    for (const use of [
      () => manager.get("pipe"),
      () => manager.get("pipe", { hash: true, content: false }),
      () => manager.locateFile("pipe"),
      () => manager.copy("pipe"),
      () => manager.save("pipe", { type: "file", format: "text", content: "x" }),
      () => manager.checkpoints.create("pipe"),
    ]) {
      expect(await failure(use())).toMatchObject({ status: 400, reason: "bad-type" });
    }
    expect(names()).toEqual(["pipe"]);
  });

  it("survives a time that has no four-digit year", async () => {
    const { manager, root, write } = sandbox();
    write("old.txt", "");
    utimesSync(join(root, "old.txt"), -86_400 * 365 * 30, -86_400 * 365 * 30);
    expect((await manager.get("old.txt")).last_modified).toMatch(time);
  });
});

describe("isoTime", () => {
  it.each([
    [0n, "1970-01-01T00:00:00.000000Z"],
    [1_700_000_000_123_456_789n, "2023-11-14T22:13:20.123456Z"],
    [1_700_000_000_000_001_000n, "2023-11-14T22:13:20.000001Z"],
    [-1n, "1970-01-01T00:00:00.000000Z"],
    [2n ** 80n, "1970-01-01T00:00:00.000000Z"],
  ])("writes %d nanoseconds as %s", (nanoseconds, expected) => {
    expect(isoTime(nanoseconds)).toBe(expected);
  });
});
