import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeFiles } from "../../../../../../test/support/temporary-folder.js";
import { labServer } from "../../../support/installed-lab.js";

const folder = ".jupyter/lab/workspaces";
const workspace = (id: string) => ({ data: { "layout-restorer:data": { main: {} } }, metadata: { id } });

test("a workspace is kept as it came, in the file in which JupyterLab looks for it", async () => {
  const { call, home } = await labServer();
  const text = JSON.stringify(workspace("default"), undefined, 1);
  expect(await call("PUT", "/lab/api/workspaces/default", text)).toMatchObject({ status: 204, text: "" });
  expect(readFileSync(join(home, folder, "default-37a8.jupyterlab-workspace"), "utf8")).toBe(text);
  expect((await call("GET", "/lab/api/workspaces/default")).json()).toEqual({
    data: workspace("default").data,
    metadata: { id: "default", created: expect.any(String), last_modified: expect.any(String) },
  });
});

test("all of them are listed, with their ids", async () => {
  const { call } = await labServer();
  expect((await call("GET", "/lab/api/workspaces")).json()).toEqual({ workspaces: { ids: [], values: [] } });
  for (const id of ["one", "two"]) await call("PUT", `/lab/api/workspaces/${id}`, workspace(id));
  const { workspaces } = (await call("GET", "/lab/api/workspaces?1795544970812")).json();
  expect(workspaces.ids).toEqual(["one", "two"]);
  expect(workspaces.values[0]).toMatchObject(workspace("one"));
});

test("one that is not there is empty, until it is kept", async () => {
  const { call } = await labServer();
  expect((await call("GET", "/lab/api/workspaces/new")).json()).toEqual({
    data: {},
    metadata: { id: "/new" },
  });
});

test("one that is deleted is gone", async () => {
  const { call, home } = await labServer();
  await call("PUT", "/lab/api/workspaces/one", workspace("/one"));
  expect((await call("DELETE", "/lab/api/workspaces/one")).status).toBe(204);
  expect((await call("DELETE", "/lab/api/workspaces/one")).status).toBe(404);
  expect(await readdir(join(home, folder))).toEqual([]);
});

test.each([
  ["not JSON", "{"],
  ["no metadata", { data: {} }],
  ["the id of another workspace", workspace("other")],
  ["an id that is no text", { data: {}, metadata: { id: 7 } }],
])("%s is refused", async (_name, body) => {
  const { call } = await labServer();
  expect((await call("PUT", "/lab/api/workspaces/one", body)).status).toBe(400);
  expect((await call("GET", "/lab/api/workspaces")).json().workspaces.ids).toEqual([]);
});

test("without a name, none can be kept or deleted", async () => {
  const { call } = await labServer();
  expect((await call("PUT", "/lab/api/workspaces/", workspace(""))).status).toBe(400);
  expect((await call("DELETE", "/lab/api/workspaces/")).status).toBe(400);
});

test("no name leads out of the folder", async () => {
  const { call, home } = await labServer();
  for (const id of ["../../escape", "..\\escape", "/etc/escape"]) {
    const { status } = await call("PUT", `/lab/api/workspaces/${encodeURIComponent(id)}`, workspace(id));
    expect(status).toBe(204);
  }
  const made = await readdir(home, { recursive: true });
  expect(made.filter((path) => path.includes("escape") && !path.startsWith(folder))).toEqual([]);
});

test("a file that is no workspace is passed over, and the operator is told", async () => {
  const { call, home, problems } = await labServer();
  writeFiles(home, { [`${folder}/broken-0000.jupyterlab-workspace`]: "{" });
  await call("PUT", "/lab/api/workspaces/one", workspace("one"));
  expect((await call("GET", "/lab/api/workspaces")).json().workspaces.ids).toEqual(["one"]);
  expect(problems).toEqual([expect.stringMatching(/broken-0000\.jupyterlab-workspace is passed over/)]);
});
