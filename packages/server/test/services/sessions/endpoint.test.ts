import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { InjectOptions } from "fastify";
import type * as notebookEvents from "@daybook/notebook-events";
import { afterEach, expect, test, vi } from "vitest";
import { testKernels } from "../../../../../test/support/test-kernel.js";
import { KernelManager } from "../../../src/services/kernels/kernel-manager.js";
import { testApplication, testOptions, token } from "../../support/test-server.js";

const { observe } = vi.hoisted(() => ({ observe: vi.fn((_exchange: notebookEvents.Exchange) => []) }));
vi.mock("@daybook/notebook-events", async (original) => ({
  ...(await original<typeof notebookEvents>()),
  observe,
}));

afterEach(() => {
  vi.restoreAllMocks();
});

type Method = NonNullable<InjectOptions["method"]>;

/** A server with the kernel of the tests, and calls to it. */
async function sessionServer(baseUrl = "/") {
  const problems: string[] = [];
  const report = (problem: string) => void problems.push(problem);
  const options = { ...(await testOptions()), kernels: testKernels().kernels, baseUrl, report };
  const app = await testApplication(options);
  const call = async (method: Method, path: string, body?: unknown) => {
    const response = await app.inject({
      method,
      url: `${baseUrl}api/${path}`,
      headers: { authorization: `token ${token}` },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const { statusCode: status, headers } = response;
    return { status, headers, body: response.body === "" ? undefined : response.json() };
  };
  const start = async (body: object) => (await call("POST", "sessions", body)).body;
  return { ...options, problems, call, start };
}

const notebook = { path: "a/one.ipynb", name: "one.ipynb", type: "notebook", kernel: { name: "test" } };
const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

function modelOf(kernel: object = {}) {
  const { path, name, type } = notebook;
  return {
    id: uuid,
    path,
    name,
    type,
    kernel: {
      id: uuid,
      name: "test",
      last_activity: expect.stringMatching(/Z$/),
      execution_state: expect.any(String),
      connections: 0,
      ...kernel,
    },
    notebook: { path, name },
  };
}

test.each([
  "/",
  "/user/ada/",
])("a session starts a kernel, is found, and ends with it (%s)", async (baseUrl) => {
  const { call } = await sessionServer(baseUrl);
  const created = await call("POST", "sessions", notebook);
  expect(created.status).toBe(201);
  expect(created.body).toEqual(modelOf());
  const { id, kernel } = created.body;
  expect(created.headers.location).toBe(`${baseUrl}api/sessions/${id}`);
  expect((await call("GET", `sessions/${id}`)).body).toEqual(modelOf({ id: kernel.id }));
  expect((await call("GET", "sessions")).body).toMatchObject([{ id }]);
  expect((await call("GET", "kernels")).body).toMatchObject([{ id: kernel.id }]);
  expect(await call("DELETE", `sessions/${id}`)).toMatchObject({ status: 204, body: undefined });
  expect((await call("GET", "sessions")).body).toEqual([]);
  expect((await call("GET", "kernels")).body).toEqual([]);
});

test("only notebooks have the old member of that name", async () => {
  const { start } = await sessionServer();
  const session = await start({ path: "console-1", type: "console", kernel: { name: "test" } });
  expect(session).toMatchObject({ path: "console-1", name: "", type: "console" });
  expect(session).not.toHaveProperty("notebook");
});

test("a path that has a session gets that one, also when it is asked for twice at once", async () => {
  const { call, start } = await sessionServer();
  const [one, two] = await Promise.all([
    call("POST", "sessions", notebook),
    call("POST", "sessions", notebook),
  ]);
  const three = await call("POST", "sessions", { ...notebook, name: "other", kernel: {} });
  expect([one.status, two.status, three.status]).toEqual([201, 201, 201]);
  expect(new Set([one.body.id, two.body.id, three.body.id]).size).toBe(1);
  expect((await call("GET", "kernels")).body).toHaveLength(1);
  expect((await start({ ...notebook, path: "two.ipynb" })).id).not.toBe(one.body.id);
});

test("a name that no program could be told is refused, and nowhere repeated", async () => {
  const { call, problems } = await sessionServer();
  const { status, body } = await call("POST", "sessions", { ...notebook, name: "se\0cret" });
  expect({ status, body }).toEqual({
    status: 400,
    body: { message: "'name' may not contain NUL characters", reason: "bad-request" },
  });
  expect(problems).toEqual([]);
});

test("a session may take a kernel that runs", async () => {
  const { call, start } = await sessionServer();
  const { id } = (await call("POST", "kernels", { name: "test" })).body;
  expect(await start({ ...notebook, kernel: { id, name: "other" } })).toEqual(modelOf({ id }));
  expect((await call("GET", "kernels")).body).toHaveLength(1);
});

test("without a kernel's name it is the default, and so it is for an id that is gone", async () => {
  const { start } = await sessionServer();
  expect(await start({ ...notebook, kernel: undefined })).toMatchObject({ kernel: { name: "test" } });
  const gone = { id: "00000000-0000-4000-8000-000000000000" };
  expect(await start({ ...notebook, path: "two", kernel: gone })).toMatchObject({
    kernel: { id: uuid, name: "test" },
  });
});

test("clients that know notebooks only are understood", async () => {
  const { call, start } = await sessionServer();
  const session = await start({ notebook: { path: "old.ipynb" }, kernel: { name: "test" } });
  expect(session).toMatchObject({ path: "old.ipynb", type: "notebook" });
  const renamed = await call("PATCH", `sessions/${session.id}`, { notebook: { path: "new.ipynb" } });
  expect(renamed.body).toMatchObject({
    path: "new.ipynb",
    type: "notebook",
    notebook: { path: "new.ipynb" },
  });
});

test("PATCH renames, and keeps what it does not name", async () => {
  const { call, start } = await sessionServer();
  const { id, kernel } = await start(notebook);
  const change = { path: "b/two.ipynb", name: "two.ipynb" };
  expect(await call("PATCH", `sessions/${id}`, { id, ...change })).toMatchObject({
    status: 200,
    body: { ...modelOf({ id: kernel.id }), ...change, notebook: change },
  });
  expect((await call("PATCH", `sessions/${id}`, { type: "console", kernel: null })).body).toMatchObject({
    ...change,
    type: "console",
    kernel: { id: kernel.id },
  });
  expect((await call("POST", "sessions", { ...notebook, path: change.path })).body.id).toBe(id);
});

test("PATCH with the name of a kernel starts a new one and ends the last one", async () => {
  const { call, start } = await sessionServer();
  const { id, kernel } = await start(notebook);
  const { status, body } = await call("PATCH", `sessions/${id}`, { kernel: { name: "test" } });
  expect(status).toBe(200);
  expect(body.kernel.id).not.toBe(kernel.id);
  expect((await call("GET", "kernels")).body).toMatchObject([{ id: body.kernel.id }]);
  expect((await call("GET", "sessions")).body).toMatchObject([{ id, kernel: { id: body.kernel.id } }]);
});

test("PATCH with the id of a kernel takes that one and ends the last one", async () => {
  const { call, start } = await sessionServer();
  const { id } = await start(notebook);
  const other = (await call("POST", "kernels", { name: "test" })).body.id;
  for (const _ of [1, 2]) {
    const { body } = await call("PATCH", `sessions/${id}`, { kernel: { id: other, name: "ignored" } });
    expect(body.kernel.id).toBe(other);
  }
  expect((await call("GET", "kernels")).body).toMatchObject([{ id: other }]);
});

test("a session whose kernel has ended is gone", async () => {
  const { call, start } = await sessionServer();
  const { id, kernel } = await start(notebook);
  await call("DELETE", `kernels/${kernel.id}`);
  expect((await call("GET", "sessions")).body).toEqual([]);
  for (const method of ["GET", "PATCH", "DELETE"] as const)
    expect(await call(method, `sessions/${id}`, { path: "b" })).toMatchObject({
      status: 404,
      body: { reason: "not-found" },
    });
  expect((await start(notebook)).id).not.toBe(id);
});

test("kernels know which notebook they belong to", async () => {
  const { rootDir, start } = await sessionServer();
  await mkdir(join(rootDir, "a"));
  const starting = vi.spyOn(KernelManager.prototype, "start");
  await start(notebook);
  await start({ path: "console-1", type: "console" });
  expect(starting.mock.calls).toEqual([
    [{ path: "a/one.ipynb", name: "test", env: { JPY_SESSION_NAME: join(rootDir, "a", "one.ipynb") } }],
    [{ path: "console-1", env: { JPY_SESSION_NAME: "console-1" } }],
  ]);
});

test.each([
  ["POST", undefined, 400, "bad-request"],
  ["POST", {}, 400, "bad-request"],
  ["POST", { path: "a" }, 400, "bad-request"],
  ["POST", { type: "notebook" }, 400, "bad-request"],
  ["POST", { ...notebook, path: 1 }, 400, "bad-request"],
  ["POST", { ...notebook, kernel: "test" }, 400, "bad-request"],
  ["POST", { ...notebook, kernel: { name: 1 } }, 400, "bad-request"],
  ["POST", { ...notebook, path: "../a.ipynb" }, 404, "not-found"],
  ["POST", { ...notebook, kernel: { name: "missing" } }, 501, "kernel-unavailable"],
  ["PATCH", undefined, 400, "bad-request"],
  ["PATCH", { path: 1 }, 400, "bad-request"],
  ["PATCH", { kernel: { id: "missing" } }, 400, "bad-request"],
  ["PATCH", { path: "b", kernel: { name: "missing" } }, 501, "kernel-unavailable"],
] as const)("%s %j is refused and changes nothing", async (method, body, status, reason) => {
  const { call, start } = await sessionServer();
  const { id } = await start({ ...notebook, path: "first.ipynb" });
  const path = method === "POST" ? "sessions" : `sessions/${id}`;
  expect(await call(method, path, body)).toMatchObject({ status, body: { reason } });
  expect((await call("GET", "sessions")).body).toMatchObject([{ id, path: "first.ipynb" }]);
  expect((await call("GET", "kernels")).body).toHaveLength(1);
});

test("the answer about a kernel that is not there says which, and what to do", async () => {
  const { call } = await sessionServer();
  const { body } = await call("POST", "sessions", { ...notebook, kernel: { name: "missing" } });
  expect(body.message).toBe("The 'missing' kernel is not available. Please pick another one, or install it.");
});

test("for events, calls that change or end a session tell what it was before", async () => {
  const { call, start } = await sessionServer();
  const { id, kernel } = await start(notebook);
  observe.mockClear();
  await call("PATCH", `sessions/${id}`, { path: "two.ipynb" });
  await call("DELETE", `sessions/${id}`);
  await call("GET", "sessions");
  const before = modelOf({ id: kernel.id });
  expect(observe.mock.calls.map(([{ priorState }]) => priorState)).toEqual([
    before,
    { ...before, path: "two.ipynb", notebook: { ...before.notebook, path: "two.ipynb" } },
    undefined,
  ]);
});
