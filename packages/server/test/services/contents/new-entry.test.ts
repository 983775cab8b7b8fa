import { chmodSync, mkdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failure, notebook, sandbox } from "./sandbox.js";

describe("newUntitled", () => {
  it.each([
    [{ type: "notebook" }, "notebook", ["Untitled.ipynb", "Untitled1.ipynb"]],
    [{ ext: ".ipynb" }, "notebook", ["Untitled.ipynb", "Untitled1.ipynb"]],
    [{ type: "directory" }, "directory", ["Untitled Folder", "Untitled Folder 1"]],
    [{ ext: ".txt" }, "file", ["untitled.txt", "untitled1.txt"]],
    [{}, "file", ["untitled", "untitled1"]],
    [{ type: "video" }, "file", ["untitled", "untitled1"]],
  ])("%j makes a %s: %j", async (options, type, names) => {
    const { manager, root } = sandbox();
    mkdirSync(join(root, "folder"));
    for (const name of names) {
      expect(await manager.newUntitled("folder", options)).toMatchObject({
        name,
        path: `folder/${name}`,
        type,
        content: null,
      });
    }
  });

  it("makes a notebook that is valid, and as Python writes it", async () => {
    const { manager, read } = sandbox();
    const { path } = await manager.newUntitled("", { type: "notebook" });
    expect(read(path)).toBe('{\n "cells": [],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n');
    expect(await manager.get(path)).not.toHaveProperty("message");
  });

  it("copies a folder with all files and folders in it, but no links", async () => {
    const { manager, names, read, root, write } = sandbox();
    write("folder/a.txt", "a");
    write("folder/deep/.hidden", "h");
    symlinkSync("/", join(root, "folder/link"));
    expect(await manager.copy("folder")).toMatchObject({ path: "folder-Copy1", type: "directory" });
    expect(read("folder-Copy1/a.txt")).toBe("a");
    expect(read("folder-Copy1/deep/.hidden")).toBe("h");
    expect(names("folder-Copy1")).toEqual(["a.txt", "deep"]);
    expect(await manager.copy("folder-Copy1", "folder")).toMatchObject({ path: "folder/folder" });
  });

  it("gives each of many at once a name of its own", async () => {
    const { manager, names } = sandbox();
    for (const type of ["file", "directory", "notebook"]) {
      const models = await Promise.all(Array.from({ length: 10 }, () => manager.newUntitled("", { type })));
      expect(new Set(models.map(({ name }) => name)).size).toBe(10);
    }
    expect(names().filter((name) => !name.startsWith("."))).toHaveLength(30);
  });

  it("passes over names that a broken link has", async () => {
    const { manager, root } = sandbox();
    symlinkSync("nowhere", join(root, "untitled.txt"));
    expect((await manager.newUntitled("", { ext: ".txt" })).name).toBe("untitled1.txt");
  });

  it("refuses a folder that is missing or a file", async () => {
    const { manager, write } = sandbox();
    write("a.txt", "");
    expect(await failure(manager.newUntitled("missing"))).toMatchObject({ status: 404 });
    expect(await failure(manager.newUntitled("a.txt"))).toMatchObject({ status: 400, reason: "bad-type" });
  });
});

describe("copy", () => {
  it("numbers copies in the same folder, also copies of copies", async () => {
    const { manager, read, write } = sandbox();
    write("X.ipynb", "any bytes");
    expect((await manager.copy("X.ipynb")).name).toBe("X-Copy1.ipynb");
    expect((await manager.copy("X-Copy1.ipynb", "")).name).toBe("X-Copy2.ipynb");
    expect(read("X-Copy2.ipynb")).toBe("any bytes");
  });

  it("keeps the name in another folder, and takes a new path", async () => {
    const { manager, root, write } = sandbox();
    write("a/X.txt", "x");
    mkdirSync(join(root, "b"));
    expect((await manager.copy("a/X.txt", "b")).path).toBe("b/X.txt");
    expect((await manager.copy("a/X.txt", "b/Y.txt")).path).toBe("b/Y.txt");
  });

  it("keeps the bytes of a notebook and the permissions of the file", async () => {
    const { manager, read, root, write } = sandbox();
    const bytes = JSON.stringify(notebook(), null, 4);
    write("X.ipynb", bytes);
    chmodSync(join(root, "X.ipynb"), 0o600);
    const { path } = await manager.copy("X.ipynb");
    expect(read(path)).toBe(bytes);
    if (process.platform !== "win32") expect(statSync(join(root, path)).mode & 0o777).toBe(0o600);
  });

  it.each([
    ["a folder into itself", "folder", "folder", 400, "bad-path"],
    ["a folder below itself", "folder", "folder/copy", 400, "bad-path"],
    ["the root", "", "folder", 400, "bad-path"],
    ["what is missing", "missing", "", 404, "not-found"],
    ["onto a file", "a.txt", "b.txt", 400, "bad-type"],
    ["into a missing folder", "a.txt", "missing/b.txt", 404, "not-found"],
  ])("refuses %s", async (_case, from, to, status, reason) => {
    const { manager, names, root, write } = sandbox();
    write("a.txt", "");
    write("b.txt", "");
    mkdirSync(join(root, "folder"));
    expect(await failure(manager.copy(from, to))).toMatchObject({ status, reason });
    expect(names()).toEqual(["a.txt", "b.txt", "folder"]);
  });

  it("gives each of many at once a name of its own", async () => {
    const { manager, write } = sandbox();
    write("a.txt", "a");
    const models = await Promise.all(Array.from({ length: 10 }, () => manager.copy("a.txt")));
    expect(new Set(models.map(({ name }) => name)).size).toBe(10);
  });
});
