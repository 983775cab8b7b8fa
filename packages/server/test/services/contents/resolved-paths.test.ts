import { join } from "node:path";
import { expect, test } from "vitest";
import { writeFiles } from "../../../../../test/support/temporary-folder.js";
import { testApplication, testOptions, token } from "../../support/test-server.js";

async function resolver() {
  const options = await testOptions();
  writeFiles(options.rootDir, { "folder/module.py": "" });
  const app = await testApplication(options);
  const resolve = async (query: string) =>
    (
      await app.inject({ url: `/api/resolvePath?${query}`, headers: { authorization: `token ${token}` } })
    ).json();
  return { ...options, resolve };
}

test("a path of this machine that lies in the served folder is the path of a file there", async () => {
  const { rootDir, resolve } = await resolver();
  const found = { resolved: [{ scope: "server", path: "folder/module.py" }] };
  expect(await resolve(`path=${encodeURIComponent(join(rootDir, "folder/module.py"))}`)).toEqual(found);
  expect(await resolve("path=folder/module.py&kernel=none")).toEqual(found);
});

test.each([
  "/etc/passwd",
  "../secret",
  "missing.py",
  "folder",
  "",
])("of %j, which is no such file, nothing is told", async (path) => {
  const { resolve } = await resolver();
  expect(await resolve(`path=${encodeURIComponent(path)}`)).toEqual({ resolved: [] });
});

test("without a path there is nothing to look for", async () => {
  const { resolve } = await resolver();
  expect(await resolve("")).toMatchObject({ reason: "bad-request" });
});
