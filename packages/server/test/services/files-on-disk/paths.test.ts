import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ContentsManager } from "../../../src/services/contents/manager.js";
import { normalizePath } from "../../../src/services/files-on-disk/paths.js";
import { failure, sandbox } from "../contents/sandbox.js";

type Sandbox = ReturnType<typeof sandbox>;

/** Every operation that takes a path. */
const operations: Readonly<Record<string, (manager: ContentsManager, path: string) => Promise<unknown>>> = {
  get: (manager, path) => manager.get(path),
  "get without content": (manager, path) => manager.get(path, { content: false }),
  locateFile: (manager, path) => manager.locateFile(path),
  "save a file": (manager, path) => manager.save(path, { type: "file", format: "text", content: "changed" }),
  "save a chunk": (manager, path) =>
    manager.save(path, { type: "file", format: "text", content: "changed", chunk: 1 }),
  "save a directory": (manager, path) => manager.save(path, { type: "directory" }),
  "newUntitled in it": (manager, path) => manager.newUntitled(path),
  "copy from": (manager, path) => manager.copy(path, ""),
  "copy to": (manager, path) => manager.copy("file.txt", path),
  "rename from": (manager, path) => manager.rename(path, "new.txt"),
  "rename to": (manager, path) => manager.rename("file.txt", path),
  delete: (manager, path) => manager.delete(path),
  "checkpoints.create": (manager, path) => manager.checkpoints.create(path),
  "checkpoints.list": (manager, path) => manager.checkpoints.list(path),
  "checkpoints.restore": (manager, path) => manager.checkpoints.restore(path, "checkpoint"),
  "checkpoints.delete": (manager, path) => manager.checkpoints.delete(path, "checkpoint"),
};

function prepare(): Sandbox {
  const box = sandbox();
  box.write("file.txt", "mine");
  box.write(".hidden.txt", "hidden");
  box.write(".git/config", "hidden");
  box.write("folder/.env", "hidden");
  box.write(".ipynb_checkpoints/file-checkpoint.txt", "hidden");
  symlinkSync(join(box.base, "outside/secret.txt"), join(box.root, "link.txt"));
  symlinkSync(join(box.base, "outside"), join(box.root, "link"));
  symlinkSync("../../outside", join(box.root, "folder/relative"));
  symlinkSync(join(box.base, "root-evil"), join(box.root, "evil"));
  symlinkSync(join(box.base, "outside/new.txt"), join(box.root, "broken.txt"));
  symlinkSync("loop", join(box.root, "loop"));
  symlinkSync(".git", join(box.root, "git"));
  return box;
}

describe.each(Object.entries(operations))("%s", (_name, operate) => {
  it.each([
    "../outside/secret.txt",
    "folder/../../outside/secret.txt",
    "../root-evil/secret.txt",
    "..",
    "link.txt",
    "link/secret.txt",
    "link/new.txt",
    "folder/relative/secret.txt",
    "evil/secret.txt",
    "broken.txt",
    "loop",
  ])("does not leave the root by %s", async (path) => {
    const { base, manager, read } = prepare();
    expect(await failure(operate(manager, path))).toMatchObject({ status: 404, reason: "not-found" });
    expect(read("../outside/secret.txt")).toBe("the secret");
    expect(read("../root-evil/secret.txt")).toBe("the secret");
    await expect(new ContentsManager({ rootDir: base }).get("outside")).resolves.toMatchObject({
      content: [{ name: "secret.txt" }],
    });
  });

  it.each([
    ".hidden.txt",
    ".git/config",
    "folder/.env",
    ".ipynb_checkpoints/file-checkpoint.txt",
    "git/config",
  ])("does not reach the hidden %s", async (path) => {
    const { manager, read } = prepare();
    expect([400, 404]).toContain((await failure(operate(manager, path))).status);
    expect(read(path)).toBe("hidden");
  });

  it("refuses a NUL character", async () => {
    const { manager } = prepare();
    expect([400, 404]).toContain((await failure(operate(manager, "file.txt\0.png"))).status);
  });

  it("refuses a name that is longer than the file system allows", async () => {
    const { manager } = prepare();
    expect((await failure(operate(manager, "x".repeat(300)))).status).toBe(400);
  });
});

describe("paths", () => {
  it.each([
    ["", ""],
    ["/", ""],
    ["/a/b/", "a/b"],
    ["a//b", "a/b"],
    ["/etc/passwd", "etc/passwd"],
    ["a b/ü.ipynb", "a b/ü.ipynb"],
    ["..a/b..", "..a/b.."],
  ])("normalizes %j to %j", (path, expected) => {
    expect(normalizePath(path)).toBe(expected);
  });

  it.each([["."], ["a/./b"], ["a/../b"], ["\ud800"], ["\0"]])("refuses %j", (path) => {
    expect(() => normalizePath(path)).toThrow();
  });

  it.skipIf(process.platform === "win32")("takes backslashes for plain characters on POSIX", async () => {
    const { manager, names } = sandbox();
    await manager.save("..\\a", { type: "file", format: "text", content: "" }).catch(() => undefined);
    await manager.save("b\\c", { type: "file", format: "text", content: "" });
    expect(names()).toContain("b\\c");
  });

  it("serves a root that is a symbolic link", async () => {
    const { base, write } = sandbox();
    write("a.txt", "a");
    symlinkSync(join(base, "root"), join(base, "link-to-root"));
    const manager = new ContentsManager({ rootDir: join(base, "link-to-root") });
    expect(await manager.get("a.txt")).toMatchObject({ content: "a" });
  });

  it("serves a root below a hidden folder", async () => {
    const { base } = sandbox();
    mkdirSync(join(base, ".private/base"), { recursive: true });
    writeFileSync(join(base, ".private/base/a.txt"), "a");
    const manager = new ContentsManager({ rootDir: join(base, ".private/base") });
    expect(await manager.get("a.txt")).toMatchObject({ content: "a" });
  });

  it("follows links that stay below the root", async () => {
    const { manager, root, write, read } = sandbox();
    write("folder/a.txt", "a");
    symlinkSync("folder/a.txt", join(root, "link.txt"));
    expect(await manager.get("link.txt")).toMatchObject({ content: "a", name: "link.txt", size: 1 });
    await manager.save("link.txt", { type: "file", format: "text", content: "b" });
    expect(read("folder/a.txt")).toBe("b");
    await manager.delete("link.txt");
    expect(read("folder/a.txt")).toBe("b");
  });

  it("reaches hidden files where they are allowed", async () => {
    const { manager, write } = sandbox({ allowHidden: true });
    write(".git/config", "mine");
    expect(await manager.get(".git/config")).toMatchObject({ content: "mine", path: ".git/config" });
    await manager.save(".env", { type: "file", format: "text", content: "" });
    const { content } = await manager.get("");
    expect((content as { name: string }[]).map(({ name }) => name)).toEqual([".env", ".git"]);
  });
});
