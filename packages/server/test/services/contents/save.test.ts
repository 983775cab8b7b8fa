import { chmodSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { unprivileged } from "../../../../../test/support/unprivileged.js";
import { failure, notebook, sandbox } from "./sandbox.js";

const text = (content: string) => ({ type: "file", format: "text", content });

describe("save", () => {
  it("makes a file, then replaces its contents, and says which it was", async () => {
    const { manager, read } = sandbox();
    expect(await manager.save("a.txt", text("one"))).toMatchObject({
      created: true,
      model: { name: "a.txt", type: "file", size: 3, content: null, format: null },
    });
    expect(await manager.save("a.txt", text("two!"))).toMatchObject({ created: false, model: { size: 4 } });
    expect(read("a.txt")).toBe("two!");
  });

  it("decodes base64, also in lines as Python writes it", async () => {
    const { manager, read } = sandbox();
    await manager.save("a.txt", { type: "file", format: "base64", content: "YWJj\nZGVm\n" });
    expect(read("a.txt")).toBe("abcdef");
  });

  it("makes folders, and accepts one that exists", async () => {
    const { manager } = sandbox();
    expect(await manager.save("folder", { type: "directory" })).toMatchObject({
      created: true,
      model: { type: "directory", content: null, size: null },
    });
    expect(await manager.save("folder", { type: "directory" })).toMatchObject({ created: false });
    expect(await manager.save("", { type: "directory" })).toMatchObject({ created: false });
  });

  it.each([
    ["no model", null, "bad-model"],
    ["no type", { content: "", format: "text" }, "bad-model"],
    ["no content", { type: "file", format: "text" }, "bad-model"],
    ["no notebook", { type: "notebook" }, "bad-model"],
    ["no format", { type: "file", content: "" }, "bad-format"],
    ["an unknown format", { type: "file", content: "", format: "json" }, "bad-format"],
    ["content that is not a string", { type: "file", content: { a: 1 }, format: "text" }, "bad-format"],
    ["invalid base64", { type: "file", content: "abc", format: "base64" }, "bad-format"],
    [
      "characters that are not base64",
      { type: "file", content: "ab\u00e9=", format: "base64" },
      "bad-format",
    ],
    ["half a character", text("\ud800"), "bad-format"],
    ["a notebook that is none", { type: "notebook", content: "text" }, "unreadable-notebook"],
    ["a notebook of no version", { type: "notebook", content: {} }, "unreadable-notebook"],
  ])("refuses %s, and leaves the file as it was", async (_case, model, reason) => {
    const { manager, read, names, write } = sandbox();
    write("a.txt", "mine");
    expect(await failure(manager.save("a.txt", model))).toMatchObject({ status: 400, reason });
    expect(read("a.txt")).toBe("mine");
    expect(names()).toEqual(["a.txt"]);
  });

  it.each([
    ["a file over a folder", "folder", text("")],
    ["a notebook over a folder", "folder", { type: "notebook", content: notebook() }],
    ["a folder over a file", "a.txt", { type: "directory" }],
    ["a file over the root", "", text("")],
  ])("refuses %s", async (_case, path, model) => {
    const { manager, root, write } = sandbox();
    write("a.txt", "");
    mkdirSync(join(root, "folder"));
    expect(await failure(manager.save(path, model))).toMatchObject({ status: 400, reason: "bad-type" });
  });

  it.each([
    text(""),
    { type: "directory" },
    { type: "notebook", content: notebook() },
  ])("answers not-found where the folder is missing or a file: %j", async (model) => {
    const { manager, write } = sandbox();
    write("a.txt", "");
    for (const path of ["missing/b", "a.txt/b"]) {
      expect(await failure(manager.save(path, model))).toMatchObject({ status: 404, reason: "not-found" });
    }
  });

  it.skipIf(process.platform === "win32").each([0o600, 0o755, 0o640])("keeps the mode %o", async (mode) => {
    const { manager, root, write } = sandbox();
    write("a.txt", "");
    chmodSync(join(root, "a.txt"), mode);
    await manager.save("a.txt", text("b"));
    expect(statSync(join(root, "a.txt")).mode & 0o777).toBe(mode);
  });

  it("answers permission-denied", async () => {
    const { manager, root, write } = sandbox();
    write("a.txt", "mine");
    chmodSync(join(root, "a.txt"), 0o444);
    chmodSync(root, 0o555);
    expect(await unprivileged(() => failure(manager.save("a.txt", text(""))))).toMatchObject({
      status: 403,
      reason: "permission-denied",
    });
  });

  it("saves a notebook in lines, without trust, with a first checkpoint", async () => {
    const { manager, read } = sandbox();
    const content = notebook("a\nb", { trusted: true });
    const { model } = await manager.save("a.ipynb", { type: "notebook", content });
    expect(model).not.toHaveProperty("message");
    expect(JSON.parse(read("a.ipynb")).cells[0]).toMatchObject({ source: ["a\n", "b"], metadata: {} });
    expect(content.cells[0]).toMatchObject({ source: "a\nb", metadata: { trusted: true } });
    expect(await manager.checkpoints.list("a.ipynb")).toHaveLength(1);
    expect(read(".ipynb_checkpoints/a-checkpoint.ipynb")).toBe(read("a.ipynb"));
  });

  it("saves a notebook that is not valid, and says on save and on get what is wrong", async () => {
    const { manager } = sandbox();
    const content = notebook();
    Object.assign(content.cells[0]!, { execution_count: "seven" });
    const { model } = await manager.save("a.ipynb", { type: "notebook", content });
    expect(model.message).toMatch(/cells\[0\]\.execution_count must be integer or null/);
    expect((await manager.get("a.ipynb")).message).toBe(model.message);
    expect(model.message).not.toContain("seven");
  });

  it("keeps keys such as __proto__ as data", async () => {
    const { manager, read } = sandbox();
    const content = JSON.parse(
      '{"cells":[],"metadata":{"__proto__":{"a":1},"constructor":2},"nbformat":4,"nbformat_minor":5}',
    );
    await manager.save("a.ipynb", { type: "notebook", content });
    expect(read("a.ipynb")).toContain('"__proto__": {\n   "a": 1\n  }');
    const { metadata } = (await manager.get("a.ipynb")).content as { metadata: object };
    expect(JSON.stringify(metadata)).toBe('{"__proto__":{"a":1},"constructor":2}');
    expect(Object.getPrototypeOf({}).a).toBeUndefined();
  });
});
