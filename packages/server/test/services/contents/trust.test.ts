import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../../../test/support/temporary-folder.js";
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

/** A notebook with a cell that shows HTML, as a front end sends it. */
function richNotebook(metadata: Record<string, unknown> = {}) {
  const [cell] = notebook("display(page)", metadata).cells;
  const page = { output_type: "display_data", data: { "text/html": "<script></script>" }, metadata: {} };
  return { ...notebook(), cells: [{ ...cell, outputs: [page] }] };
}

/** What a front end does with one notebook. */
function frontEnd(app: FastifyInstance, name = "n.ipynb") {
  const url = `/api/contents/${name}`;
  return {
    async save(content: unknown): Promise<number> {
      const payload = JSON.stringify({ type: "notebook", format: "json", content });
      return (await app.inject({ method: "PUT", url, headers, payload })).statusCode;
    },
    trust: async () => (await app.inject({ method: "POST", url: `${url}/trust`, headers })).statusCode,
    /** What the only cell is said to be when the notebook is opened. */
    async isTrusted(): Promise<unknown> {
      const { content } = (await app.inject({ method: "GET", url, headers })).json();
      return content.cells[0].metadata.trusted;
    },
  };
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

test("what a person has run and saved is trusted when it is opened again, also by the next server", async () => {
  const { app, ...options } = await server();
  expect(await frontEnd(app).save(richNotebook({ trusted: true }))).toBe(201);
  expect(await frontEnd(app).isTrusted()).toBe(true);
  const next = await testApplication(options);
  expect(await frontEnd(next).isTrusted()).toBe(true);
  expect(await readFile(join(options.rootDir, "n.ipynb"), "utf8")).not.toContain("trusted");
});

test("what a front end does not trust stays so, and what shows only text needs nobody's trust", async () => {
  const { app } = await server();
  await frontEnd(app).save(richNotebook());
  expect(await frontEnd(app).isTrusted()).toBe(false);
  await frontEnd(app).save(notebook());
  expect(await frontEnd(app).isTrusted()).toBe(true);
});

test("a file that says itself that it is trusted is not", async () => {
  const { app, rootDir } = await server();
  await writeFile(join(rootDir, "n.ipynb"), JSON.stringify(richNotebook({ trusted: true })));
  expect(await frontEnd(app).isTrusted()).toBe(false);
});

test("a notebook that another program changes is no longer trusted, until it is what it was", async () => {
  const { app, rootDir } = await server();
  const file = join(rootDir, "n.ipynb");
  await frontEnd(app).save(richNotebook({ trusted: true }));
  const saved = await readFile(file, "utf8");
  await writeFile(file, saved.replace("<script>", "<script src=x>"));
  expect(await frontEnd(app).isTrusted()).toBe(false);
  await writeFile(file, saved);
  expect(await frontEnd(app).isTrusted()).toBe(true);
});

test("trust follows a notebook to another name and into a copy", async () => {
  const { app, post } = await server();
  await frontEnd(app).save(richNotebook({ trusted: true }));
  const payload = JSON.stringify({ copy_from: "n.ipynb" });
  await app.inject({ method: "POST", url: "/api/contents/folder", headers, payload });
  expect(await frontEnd(app, "folder/n.ipynb").isTrusted()).toBe(true);
  const moved = JSON.stringify({ path: "m.ipynb" });
  await app.inject({ method: "PATCH", url: "/api/contents/n.ipynb", headers, payload: moved });
  expect(await frontEnd(app, "m.ipynb").isTrusted()).toBe(true);
  expect((await post("n.ipynb/trust")).statusCode).toBe(404);
});

test("POST .../trust trusts what is there, and changes no file", async () => {
  const { app, rootDir } = await server();
  const text = JSON.stringify(richNotebook());
  await writeFile(join(rootDir, "n.ipynb"), text);
  expect(await frontEnd(app).isTrusted()).toBe(false);
  expect(await frontEnd(app).trust()).toBe(201);
  expect(await frontEnd(app).isTrusted()).toBe(true);
  expect(await readFile(join(rootDir, "n.ipynb"), "utf8")).toBe(text);
});

test("what is no notebook cannot be trusted", async () => {
  const { app, rootDir, jupyterPaths } = await server();
  await writeFile(join(rootDir, "n.ipynb"), "secret");
  expect(await frontEnd(app).trust()).toBe(400);
  expect(await readdir(jupyterPaths.dataDir)).toEqual([]);
});

test("with another key, as `jupyter trust --reset` makes one, nothing is trusted", async () => {
  const { app, jupyterPaths } = await server();
  await frontEnd(app).save(richNotebook({ trusted: true }));
  await writeFile(join(jupyterPaths.dataDir, "notebook_secret"), "another");
  expect(await frontEnd(app).isTrusted()).toBe(false);
  await rm(join(jupyterPaths.dataDir, "notebook_secret"));
  expect(await frontEnd(app).isTrusted()).toBe(false);
});

test("where nothing can be signed, notebooks are saved and opened, and the operator hears of it", async () => {
  const { app: _, ...options } = await server();
  const reports: string[] = [];
  // A file in the place of the folder.
  const dataDir = join(temporaryFolder({ data: "" }), "data");
  const app = await testApplication({
    ...options,
    jupyterPaths: { ...options.jupyterPaths, dataDir },
    report: (problem) => reports.push(problem),
  });
  expect(await frontEnd(app).save(richNotebook({ trusted: true }))).toBe(201);
  expect(await frontEnd(app).isTrusted()).toBe(false);
  expect(reports).toEqual([
    expect.stringContaining("a notebook was not signed"),
    expect.stringContaining("a notebook was opened as if nobody trusted it"),
  ]);
  const response = await app.inject({ method: "POST", url: "/api/contents/n.ipynb/trust", headers });
  expect(response.statusCode).toBeGreaterThanOrEqual(400);
  expect(response.json().message).toContain("the signatures of notebooks");
});
