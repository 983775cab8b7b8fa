import { chmodSync, mkdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failure, sandbox } from "../contents/sandbox.js";

const checkpoint = { id: "checkpoint", last_modified: expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/) };

describe("checkpoints", () => {
  it.each([
    ["a.ipynb", ".ipynb_checkpoints/a-checkpoint.ipynb"],
    ["folder/a.tar.gz", "folder/.ipynb_checkpoints/a.tar-checkpoint.gz"],
    ["README", ".ipynb_checkpoints/README-checkpoint"],
  ])("keep %s in %s", async (path, stored) => {
    const { manager, read, write } = sandbox();
    write(path, "one");
    expect(await manager.checkpoints.list(path)).toEqual([]);
    expect(await manager.checkpoints.create(path)).toEqual(checkpoint);
    expect(await manager.checkpoints.list(path)).toEqual([checkpoint]);
    expect(read(stored)).toBe("one");
  });

  it("bring back the bytes of a file, and hold only the newest", async () => {
    const { manager, read, write } = sandbox();
    for (const version of ["one", "two"]) {
      write("a.bin", version);
      await manager.checkpoints.create("a.bin");
    }
    write("a.bin", "three");
    await manager.checkpoints.restore("a.bin", "checkpoint");
    expect(read("a.bin")).toBe("two");
    expect(await manager.checkpoints.list("a.bin")).toHaveLength(1);
  });

  it("are gone when they are deleted", async () => {
    const { manager, write } = sandbox();
    write("a.txt", "");
    await manager.checkpoints.create("a.txt");
    await manager.checkpoints.delete("a.txt", "checkpoint");
    expect(await manager.checkpoints.list("a.txt")).toEqual([]);
    for (const use of ["restore", "delete"] as const) {
      expect(await failure(manager.checkpoints[use]("a.txt", "checkpoint"))).toMatchObject({ status: 404 });
    }
  });

  it.each(["other", "", "../../outside/secret", "checkpoint/"])("have no id %j", async (id) => {
    const { manager, read, write } = sandbox();
    write("a.txt", "a");
    await manager.checkpoints.create("a.txt");
    for (const use of ["restore", "delete"] as const) {
      expect(await failure(manager.checkpoints[use]("a.txt", id))).toMatchObject({
        status: 404,
        reason: "not-found",
      });
    }
    expect(read("a.txt")).toBe("a");
  });

  it.each([
    ["a.txt", "b.txt"],
    ["a.txt", "folder/b.txt"],
    ["a.txt", "stale.txt"],
  ])("follow %s to %s", async (from, to) => {
    const { manager, read, root, write } = sandbox();
    write("a.txt", "kept");
    write(".ipynb_checkpoints/stale-checkpoint.txt", "of a file that is gone");
    mkdirSync(join(root, "folder"));
    await manager.checkpoints.create(from);
    write("a.txt", "changed");
    await manager.rename(from, to);
    await manager.checkpoints.restore(to, "checkpoint");
    expect(read(to)).toBe("kept");
  });

  it("move with their folder", async () => {
    const { manager, write } = sandbox();
    write("folder/a.txt", "a");
    await manager.checkpoints.create("folder/a.txt");
    await manager.rename("folder", "other");
    expect(await manager.checkpoints.list("other/a.txt")).toHaveLength(1);
  });

  it("do not exist for folders and missing files", async () => {
    const { manager, root } = sandbox();
    mkdirSync(join(root, "folder"));
    expect(await failure(manager.checkpoints.create("folder"))).toMatchObject({
      status: 400,
      reason: "bad-type",
    });
    expect(await failure(manager.checkpoints.create("missing"))).toMatchObject({ status: 404 });
  });

  it("of a private file are private, also where an earlier one was not", async () => {
    const { manager, root, write } = sandbox();
    write("a.txt", "");
    await manager.checkpoints.create("a.txt");
    chmodSync(join(root, "a.txt"), 0o600);
    await manager.checkpoints.create("a.txt");
    if (process.platform === "win32") return;
    expect(statSync(join(root, ".ipynb_checkpoints/a-checkpoint.txt")).mode & 0o777).toBe(0o600);
  });

  it("do not leave the root by links in their folder", async () => {
    const { base, manager, read, root, write } = sandbox();
    write("secret.txt", "mine");
    write("a.txt", "mine");
    mkdirSync(join(root, ".ipynb_checkpoints"));
    symlinkSync(join(base, "outside/secret.txt"), join(root, ".ipynb_checkpoints/a-checkpoint.txt"));
    expect((await failure(manager.checkpoints.create("a.txt"))).status).toBe(404);
    expect((await failure(manager.checkpoints.restore("a.txt", "checkpoint"))).status).toBe(404);
    write("folder/b.txt", "mine");
    symlinkSync(join(base, "outside"), join(root, "folder/.ipynb_checkpoints"));
    expect((await failure(manager.checkpoints.create("folder/b.txt"))).status).toBe(404);
    expect([read("a.txt"), read("../outside/secret.txt")]).toEqual(["mine", "the secret"]);
  });
});
