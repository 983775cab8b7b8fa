import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failure, sandbox } from "./sandbox.js";

describe("delete", () => {
  it("removes a file with its checkpoint", async () => {
    const { manager, names, write } = sandbox();
    write("a.txt", "a");
    await manager.checkpoints.create("a.txt");
    await manager.delete("a.txt");
    expect(names()).toEqual([".ipynb_checkpoints"]);
    expect(names(".ipynb_checkpoints")).toEqual([]);
  });

  it("removes an empty folder, also with checkpoints in it", async () => {
    const { manager, names, root, write } = sandbox();
    mkdirSync(join(root, "empty"));
    write("folder/.ipynb_checkpoints/a-checkpoint.txt", "a");
    await manager.delete("empty");
    await manager.delete("folder");
    expect(names()).toEqual([]);
  });

  it.each(["a.txt", ".hidden"])("keeps a folder that holds %s", async (name) => {
    const { manager, names, write } = sandbox();
    write(`folder/${name}`, "a");
    write("folder/.ipynb_checkpoints/a-checkpoint.txt", "a");
    expect(await failure(manager.delete("folder"))).toMatchObject({
      status: 400,
      reason: "directory-not-empty",
    });
    expect(names("folder").sort()).toEqual([".ipynb_checkpoints", name].sort());
  });

  it("removes a folder with all in it where that is allowed, but nothing that its links lead to", async () => {
    const { base, manager, names, read, root, write } = sandbox({ alwaysDeleteDir: true });
    write("folder/deeper/a.txt", "a");
    symlinkSync(join(base, "outside"), join(root, "folder/link"));
    await manager.delete("folder");
    expect(names()).toEqual([]);
    expect(read("../outside/secret.txt")).toBe("the secret");
  });

  it("removes a link to a folder, not the folder", async () => {
    const { manager, names, root, write } = sandbox({ alwaysDeleteDir: true });
    write("folder/a.txt", "a");
    symlinkSync("folder", join(root, "link"));
    await manager.delete("link");
    expect(names()).toEqual(["folder"]);
    expect(names("folder")).toEqual(["a.txt"]);
  });

  it.each([
    ["", 400, "bad-path"],
    ["/", 400, "bad-path"],
    ["missing", 404, "not-found"],
  ])("refuses %j", async (path, status, reason) => {
    const { manager } = sandbox({ alwaysDeleteDir: true });
    expect(await failure(manager.delete(path))).toMatchObject({ status, reason });
  });
});
