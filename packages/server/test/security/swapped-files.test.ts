import { mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ContentsManager } from "../../src/services/contents/manager.js";
import { RootPaths } from "../../src/services/files-on-disk/paths.js";
import { testApplication, testOptions, token } from "../support/test-server.js";

afterEach(() => {
  vi.restoreAllMocks();
});

/** What somebody who may write below the root does while a request is under way, between the check and the use. */
const swaps: readonly { readonly name: string; swap(rootDir: string, outside: string): Promise<void> }[] = [
  {
    name: "a file becomes a link out of the root",
    async swap(rootDir, outside) {
      await rename(join(rootDir, "folder/a.txt"), join(rootDir, "folder/b.txt"));
      await symlink(join(outside, "a.txt"), join(rootDir, "folder/a.txt"));
    },
  },
  {
    name: "its folder becomes a link out of the root",
    async swap(rootDir, outside) {
      await rename(join(rootDir, "folder"), join(rootDir, "other"));
      await symlink(outside, join(rootDir, "folder"));
    },
  },
];

/** A server that a swap happens to as soon as a path was found to be harmless. */
async function attackedServer(swap: (rootDir: string, outside: string) => Promise<void>) {
  const options = await testOptions();
  // Beside the root, and of a name that begins as its does.
  const outside = join(options.rootDir, "root-outside");
  const rootDir = join(options.rootDir, "root");
  for (const folder of [outside, join(rootDir, "folder")]) await mkdir(folder, { recursive: true });
  await writeFile(join(outside, "a.txt"), "the secret");
  await writeFile(join(rootDir, "folder/a.txt"), "known text");
  const app = await testApplication({ ...options, rootDir });
  const afterwards = async <Result>(result: Result): Promise<Result> => {
    vi.restoreAllMocks();
    await swap(rootDir, outside);
    return result;
  };
  return { app, afterwards };
}

describe.skipIf(process.platform !== "linux")("nothing from outside is read although", () => {
  test.each(swaps)("$name, as a download", async ({ swap }) => {
    const { app, afterwards } = await attackedServer(swap);
    const locate = ContentsManager.prototype.locateFile;
    vi.spyOn(ContentsManager.prototype, "locateFile").mockImplementation(async function (
      this: ContentsManager,
      path,
    ) {
      return afterwards(await locate.call(this, path));
    });
    const headers = { authorization: `token ${token}` };
    const response = await app.inject({ url: "/files/folder/a.txt", headers });
    expect(response.body).not.toContain("secret");
    expect(response.json()).toMatchObject({ reason: "not-found" });
    expect(response.statusCode).toBe(404);
  });

  test.each(swaps)("$name, as contents", async ({ swap }) => {
    const { app, afterwards } = await attackedServer(swap);
    const find = RootPaths.prototype.findExisting;
    vi.spyOn(RootPaths.prototype, "findExisting").mockImplementation(async function (
      this: RootPaths,
      path,
      access,
    ) {
      return afterwards(await find.call(this, path, access));
    });
    const headers = { authorization: `token ${token}` };
    const response = await app.inject({ url: "/api/contents/folder/a.txt", headers });
    expect(response.body).not.toContain("secret");
    expect(response.json()).toMatchObject({ reason: "not-found" });
  });
});

test("a file that is saved anew between the check and the use is read all the same", async () => {
  const { app, afterwards } = await attackedServer(async (rootDir) => {
    const path = join(rootDir, "folder/a.txt");
    await writeFile(join(dirname(path), "new.txt"), "newer text");
    await rename(join(dirname(path), "new.txt"), path);
  });
  const find = RootPaths.prototype.findExisting;
  vi.spyOn(RootPaths.prototype, "findExisting").mockImplementation(async function (
    this: RootPaths,
    path,
    access,
  ) {
    return afterwards(await find.call(this, path, access));
  });
  const headers = { authorization: `token ${token}` };
  const response = await app.inject({ url: "/api/contents/folder/a.txt", headers });
  expect(response.json()).toMatchObject({ content: "newer text" });
});
