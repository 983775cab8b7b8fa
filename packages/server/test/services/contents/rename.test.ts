import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failure, sandbox } from "./sandbox.js";

describe("rename", () => {
  it.each([
    ["a.txt", "b.txt"],
    ["a.txt", "folder/b.txt"],
    ["a.txt", "A.txt"],
    ["a.txt", "/b.txt/"],
    ["a.txt", "a.txt"],
    ["folder", "other"],
    ["folder", "Folder"],
    ["empty", "folder/inside"],
  ])("gives %s the path %s", async (from, to) => {
    const { manager, names, root, write } = sandbox();
    write("a.txt", "a");
    write("folder/c.txt", "c");
    mkdirSync(join(root, "empty"));
    const path = to.replace(/^\/|\/$/g, "");
    expect(await manager.rename(from, to)).toMatchObject({ path, content: null });
    if (from !== path) expect(names()).not.toContain(from);
    if (from === "folder") expect(names(path)).toEqual(["c.txt"]);
  });

  it.each([
    ["a.txt", "b.txt"],
    ["a.txt", "folder"],
    ["folder", "a.txt"],
    ["folder", "empty"],
    ["empty", "folder"],
  ])("never lets %s replace %s", async (from, to) => {
    const { manager, names, read, root, write } = sandbox();
    write("a.txt", "a");
    write("b.txt", "b");
    write("folder/c.txt", "c");
    mkdirSync(join(root, "empty"));
    expect(await failure(manager.rename(from, to))).toMatchObject({ status: 409, reason: "already-exists" });
    expect(names()).toEqual(["a.txt", "b.txt", "empty", "folder"]);
    expect([read("a.txt"), read("b.txt"), read("folder/c.txt")]).toEqual(["a", "b", "c"]);
  });

  it("lets only one of many win the same name, and loses none", async () => {
    const { manager, names, write } = sandbox();
    const files = Array.from({ length: 8 }, (_, index) => `${index}.txt`);
    for (const file of files) write(file, file);
    const results = await Promise.allSettled(files.map((file) => manager.rename(file, "new.txt")));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(names()).toHaveLength(8);
  });

  it.each([
    ["missing.txt", "b.txt", 404, "not-found"],
    ["a.txt", "missing/b.txt", 404, "not-found"],
    ["folder", "folder/inside", 400, "bad-path"],
    ["", "other", 400, "bad-path"],
    ["a.txt", "", 400, "bad-path"],
    ["a.txt", ".hidden", 400, "hidden"],
  ])("refuses %s to %s", async (from, to, status, reason) => {
    const { manager, names, write } = sandbox();
    write("a.txt", "a");
    write("folder/c.txt", "c");
    expect(await failure(manager.rename(from, to))).toMatchObject({ status, reason });
    expect(names()).toEqual(["a.txt", "folder"]);
  });
});
