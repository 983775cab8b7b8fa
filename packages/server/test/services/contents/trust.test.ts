import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testApplication, testOptions, token } from "../../support/test-server.js";
import { notebook } from "./sandbox.js";

const schema = "https://events.jupyter.org/jupyter_server/contents_service/v1";
const headers = { authorization: `token ${token}` };

async function server() {
  const options = await testOptions({ allowedSchemas: [schema] });
  await mkdir(join(options.rootDir, "folder/trust"), { recursive: true });
  await writeFile(join(options.rootDir, "a b.ipynb"), JSON.stringify(notebook()));
  await writeFile(join(options.rootDir, "a.md"), "");
  const app = await testApplication(options);
  const post = (path: string) => app.inject({ method: "POST", url: `/api/contents/${path}`, headers });
  return { ...options, app, post };
}

test.each([
  ["a%20b.ipynb/trust", 201],
  ["/a%20b.ipynb/trust/", 201],
  ["missing.ipynb/trust", 404],
  ["a.md/trust", 400],
  ["folder/trust", 400],
])("POST %s answers %i, makes nothing and is no event", async (path, status) => {
  const { post, memory, rootDir } = await server();
  const response = await post(path);
  expect(response.statusCode).toBe(status);
  if (status === 201) expect(response.body).toBe("");
  else expect(response.json()).toEqual({ message: expect.any(String), reason: expect.any(String) });
  expect(await readdir(join(rootDir, "folder/trust"))).toEqual([]);
  expect(memory.events).toEqual([]);
});

test("what is made in a folder called trust is recorded", async () => {
  const { post, memory } = await server();
  const response = await post("folder%2Ftrust");
  expect(response.json()).toMatchObject({ path: "folder/trust/untitled" });
  expect(memory.events).toMatchObject([{ action: "create", path: "folder/trust/untitled" }]);
});

test("only a POST is about trust: to other methods it is a name", async () => {
  const { app, memory } = await server();
  const response = await app.inject({ method: "GET", url: "/api/contents/folder/trust", headers });
  expect(response.json()).toMatchObject({ type: "directory", path: "folder/trust" });
  expect(memory.events).toMatchObject([{ action: "get", path: "folder/trust" }]);
});
