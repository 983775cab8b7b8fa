import { expect, test } from "vitest";
import { testKernelspec, testKernels } from "../../../../../test/support/test-kernel.js";
import { until } from "../../../../../test/support/processes.js";
import { testApplication, testOptions, token } from "../../support/test-server.js";

const headers = { host: "localhost:8888", authorization: `token ${token}` };

/** Calls to a server with kernels of the tests. */
async function serverWith(specs: Record<string, unknown> = { test: testKernelspec() }) {
  const { kernels } = testKernels(specs);
  const app = await testApplication({
    ...(await testOptions()),
    kernels,
    report: () => {},
    baseUrl: "/base/",
  });
  const call = (method: "GET" | "POST" | "DELETE", path = "", body?: unknown) =>
    app.inject({
      method,
      url: `/base/api/kernels${path}`,
      headers,
      ...(body === undefined ? {} : { payload: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  return { call };
}

test("a kernel is started, listed, interrupted, restarted and shut down", async () => {
  const { call } = await serverWith();
  expect((await call("GET")).json()).toEqual([]);
  const started = await call("POST", "", { name: "test", path: "a.ipynb" });
  expect(started.statusCode).toBe(201);
  const { id, ...model } = started.json();
  expect(started.headers.location).toBe(`/base/api/kernels/${id}`);
  expect(model).toMatchObject({ name: "test", execution_state: "starting", connections: 0 });
  expect((await call("GET")).json()).toMatchObject([{ id }]);
  await until(async () => (await call("GET", `/${id}`)).json().execution_state === "idle");
  const interrupted = await call("POST", `/${id}/interrupt`);
  expect([interrupted.statusCode, interrupted.body]).toEqual([204, ""]);
  const restarted = await call("POST", `/${id}/restart`);
  expect([restarted.statusCode, restarted.json()]).toMatchObject([200, { id, execution_state: "idle" }]);
  expect((await call("DELETE", `/${id}`)).statusCode).toBe(204);
  expect((await call("GET", `/${id}`)).statusCode).toBe(404);
  expect((await call("GET")).json()).toEqual([]);
});

test.each([
  "",
  "null",
  "{}",
  '{"name": null, "path": null}',
])("%j starts the default kernel", async (body) => {
  const { call } = await serverWith();
  const { statusCode, json } = await call("POST", "", body);
  expect([statusCode, json().name]).toEqual([201, "test"]);
});

test.each([
  ["text that is not JSON", "{", 400, "not-json"],
  ["a list", "[]", 400, "bad-request"],
  ["a number for a name", '{"name": 1}', 400, "bad-request"],
  ["a kernel that there is not", '{"name": "other"}', 404, "not-found"],
  ["a path out of the root", '{"path": "../a.ipynb"}', 404, "not-found"],
  ["a kernel whose program is missing", '{"name": "missing"}', 500, "kernel-not-started"],
])("%s starts none", async (_what, body, status, reason) => {
  const missing = testKernelspec({ argv: ["/no/such/program"] });
  const { call } = await serverWith({ test: testKernelspec(), missing });
  const { statusCode, json } = await call("POST", "", body);
  expect([statusCode, json().reason]).toEqual([status, reason]);
  expect((await call("GET")).json()).toEqual([]);
});

test("a kernel that there is not can be neither asked for nor changed", async () => {
  const { call } = await serverWith();
  const id = "/00000000-0000-4000-8000-000000000000";
  for (const [method, path] of [
    ["GET", id],
    ["DELETE", id],
    ["POST", `${id}/interrupt`],
    ["POST", `${id}/restart`],
  ] as const) {
    const { statusCode, json } = await call(method, path);
    expect([method, path, statusCode, json().message]).toEqual([
      method,
      path,
      404,
      `Kernel does not exist: ${id.slice(1)}`,
    ]);
  }
});
