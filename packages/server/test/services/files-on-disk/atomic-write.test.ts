import type { FileHandle } from "node:fs/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { failure, sandbox } from "../contents/sandbox.js";

/** What each function of the file system is to fail with; empty: nothing fails. */
const faults = vi.hoisted(() => new Map<string, string>());
/** The ones of them that fail only the first time. */
const once = vi.hoisted(() => new Set<string>());

vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  const fail = (name: string) => {
    const code = faults.get(name);
    if (code === undefined) return;
    if (once.delete(name)) faults.delete(name);
    throw Object.assign(new Error(`${code}: /host/path`), { code });
  };
  const wrap =
    <Arguments extends unknown[], Result>(name: string, call: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments) => {
      fail(name);
      return call(...given);
    };
  return {
    ...real,
    rename: wrap("rename", real.rename),
    link: wrap("link", real.link),
    mkdir: wrap("mkdir", real.mkdir),
    unlink: wrap("unlink", real.unlink),
    open: async (...given: Parameters<typeof real.open>): Promise<FileHandle> => {
      fail("open");
      if (given[1] === "wx") fail("create");
      const handle = await real.open(...given);
      for (const name of ["writeFile", "write", "sync"] as const) {
        const method = handle[name].bind(handle) as (...given: unknown[]) => Promise<unknown>;
        Object.defineProperty(handle, name, { value: wrap(name, method) });
      }
      return handle;
    },
  };
});

afterEach(() => faults.clear());

const text = (content: string) => ({ type: "file", format: "text", content });

describe("a save that fails", () => {
  it.each([
    ["writeFile", "ENOSPC", 503, "storage-full"],
    ["writeFile", "EDQUOT", 503, "storage-full"],
    ["sync", "EIO", 500, "internal"],
    ["rename", "EACCES", 403, "permission-denied"],
    ["rename", "EPERM", 403, "permission-denied"],
    ["create", "EROFS", 403, "permission-denied"],
    ["create", "EMFILE", 503, "too-busy"],
    ["create", "ENAMETOOLONG", 400, "name-too-long"],
  ])("in %s with %s keeps the old file and leaves nothing behind", async (name, code, status, reason) => {
    const { manager, names, read, write } = sandbox();
    write("a.txt", "old");
    faults.set(name, code);
    const error = await failure(manager.save("a.txt", text("new")));
    expect(error).toMatchObject({ status, reason, cause: { code } });
    expect(error.message).not.toContain("/host");
    faults.clear();
    expect(read("a.txt")).toBe("old");
    expect(names()).toEqual(["a.txt"]);
  });

  it("makes no file where there was none", async () => {
    const { manager, names } = sandbox();
    faults.set("writeFile", "ENOSPC");
    await failure(manager.save("a.txt", text("new")));
    await failure(manager.newUntitled("", { type: "notebook" }));
    expect(names()).toEqual([]);
  });
});

describe("a folder in which nothing can be made", () => {
  it("still lets its writable files be saved, in place", async () => {
    const { manager, read, write } = sandbox();
    write("a.txt", "old");
    faults.set("create", "EACCES");
    await manager.save("a.txt", text("new"));
    expect(read("a.txt")).toBe("new");
    expect(await failure(manager.save("b.txt", text("new")))).toMatchObject({ reason: "permission-denied" });
  });
});

describe("a file system without hard links", () => {
  it("renames, copies and creates all the same, and overwrites nothing", async () => {
    const { manager, names, read, write } = sandbox();
    write("a.txt", "a");
    write("b.txt", "b");
    faults.set("link", "EPERM");
    expect(await failure(manager.rename("a.txt", "b.txt"))).toMatchObject({
      status: 409,
      reason: "already-exists",
    });
    await manager.rename("a.txt", "c.txt");
    await manager.copy("c.txt");
    await manager.newUntitled("");
    expect(names()).toEqual(["b.txt", "c-Copy1.txt", "c.txt", "untitled"]);
    expect([read("b.txt"), read("c.txt"), read("c-Copy1.txt")]).toEqual(["b", "a", "a"]);
  });
});

describe("a rename that fails half-way", () => {
  it.each([
    ["a.txt", "unlink"],
    ["folder", "rename"],
  ])("leaves %s under its old name only", async (path, name) => {
    const { manager, names, write } = sandbox();
    write("a.txt", "a");
    write("folder/b.txt", "b");
    faults.set(name, "EIO");
    once.add(name);
    await failure(manager.rename(path, "new"));
    expect(names()).toEqual(["a.txt", "folder"]);
  });
});

describe("a chunk that does not fit on the disk", () => {
  it("gives the upload up and leaves nothing behind", async () => {
    const { manager, names } = sandbox();
    await manager.save("a.txt", { ...text("one"), chunk: 1 });
    faults.set("write", "ENOSPC");
    expect(await failure(manager.save("a.txt", { ...text("two"), chunk: 2 }))).toMatchObject({ status: 503 });
    faults.clear();
    expect(await failure(manager.save("a.txt", { ...text("two"), chunk: 2 }))).toMatchObject({ status: 409 });
    expect(names()).toEqual([]);
  });
});

describe("a checkpoint that cannot be kept", () => {
  it("does not fail the save of the notebook, but is heard of", async () => {
    const { manager, names, warnings } = sandbox();
    faults.set("mkdir", "EACCES");
    const content = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    await manager.save("a.ipynb", { type: "notebook", content });
    expect(names()).toEqual(["a.ipynb"]);
    expect(warnings).toHaveLength(1);
  });
});
