import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { InjectOptions } from "fastify";
import { expect, test } from "vitest";
import { temporaryFolder, writeFiles } from "../../../../../test/support/temporary-folder.js";
import { testApplication, testOptions, token } from "../../support/test-server.js";

/** A server whose configuration is in two folders, and calls to it. */
async function configServer(files: { readonly users?: object; readonly systems?: object } = {}) {
  const texts = (folder: object = {}) =>
    Object.fromEntries(
      Object.entries(folder).map(([name, data]) => [
        `serverconfig/${name}.json`,
        typeof data === "string" ? data : JSON.stringify(data),
      ]),
    );
  const [configDir, system] = [temporaryFolder(), temporaryFolder()];
  writeFiles(configDir, texts(files.users));
  writeFiles(system, texts(files.systems));
  const reports: string[] = [];
  const app = await testApplication({
    ...(await testOptions()),
    jupyterPaths: { config: [configDir, system], configDir, dataDir: temporaryFolder() },
    report: (problem) => reports.push(problem),
  });
  const call = async (method: InjectOptions["method"], section: string, body?: unknown) => {
    const response = await app.inject({
      method: method ?? "GET",
      url: `/api/config/${section}`,
      headers: { authorization: `token ${token}` },
      ...(body === undefined ? {} : { payload: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return { status: response.statusCode, body: response.body === "" ? undefined : response.json() };
  };
  const file = (section: string) => join(configDir, "serverconfig", `${section}.json`);
  const read = (section: string) => JSON.parse(readFileSync(file(section), "utf8"));
  return { call, configDir, file, read, reports };
}

test("a section that nobody has written is empty", async () => {
  const { call, configDir } = await configServer();
  expect(await call("GET", "notebook")).toEqual({ status: 200, body: {} });
  expect(readdirSync(configDir)).toEqual([]);
});

test("PUT replaces a section, and PATCH merges into it; null takes away", async () => {
  const { call, read } = await configServer();
  expect(await call("PUT", "notebook", { a: { b: 1, c: 2 }, list: [1] })).toEqual({
    status: 204,
    body: undefined,
  });
  const patched = await call("PATCH", "notebook", { a: { b: null, d: 3 }, list: null, e: "f" });
  expect(patched).toEqual({ status: 200, body: { a: { c: 2, d: 3 }, e: "f" } });
  expect(read("notebook")).toEqual(patched.body);
  expect((await call("GET", "notebook")).body).toEqual(patched.body);
  expect((await call("PATCH", "notebook", { a: { c: null, d: null } })).body).toEqual({ e: "f" });
  await call("PUT", "notebook", {});
  expect((await call("GET", "notebook")).body).toEqual({});
});

test.each([
  ["no body", ""],
  ["null", "null"],
  ["a list", "[]"],
])("%s changes nothing, and is refused", async (_name, body) => {
  const { call, read } = await configServer();
  await call("PUT", "notebook", { kept: 1 });
  for (const method of ["PUT", "PATCH"] as const)
    expect(await call(method, "notebook", body)).toMatchObject({
      status: 400,
      body: { reason: "bad-request" },
    });
  expect(read("notebook")).toEqual({ kept: 1 });
});

test("the user's folder goes over the system's, and a section's file over its defaults", async () => {
  const { call, read } = await configServer({
    users: { notebook: { a: 1 }, "notebook.d/one": { a: 2, b: 2 }, "notebook.d/two": { b: 3 } },
    systems: { notebook: { a: 4, c: 4 } },
  });
  expect((await call("GET", "notebook")).body).toEqual({ a: 1, b: 3, c: 4 });
  expect((await call("PATCH", "notebook", { d: 5 })).body).toEqual({ a: 1, b: 3, d: 5 });
  // What is as the defaults have it is theirs to change.
  expect(read("notebook")).toEqual({ a: 1, d: 5 });
});

test("defaults inside an object are left out, the rest of it is kept", async () => {
  const { call, read } = await configServer({ users: { "notebook.d/one": { a: { b: 1, c: { d: 2 } } } } });
  await call("PUT", "notebook", { a: { b: 1, c: { d: 2, e: 3 } } });
  expect(read("notebook")).toEqual({ a: { c: { e: 3 } } });
});

test("changes that come at once are all kept", async () => {
  const { call } = await configServer();
  const names = Array.from({ length: 20 }, (_, index) => `key${index}`);
  await Promise.all(names.map((name) => call("PATCH", "notebook", { [name]: true })));
  expect(Object.keys((await call("GET", "notebook")).body).sort()).toEqual(names.sort());
});

test("a file that is no JSON is passed over and reported", async () => {
  const { call, reports, file } = await configServer({ users: { notebook: "{" } });
  expect((await call("GET", "notebook")).body).toEqual({});
  expect(reports).toEqual([expect.stringContaining(file("notebook"))]);
});

test("a file keeps its permissions", async () => {
  const { call, file } = await configServer({ users: { notebook: {} } });
  const before = statSync(file("notebook")).mode;
  await call("PATCH", "notebook", { a: 1 });
  expect(statSync(file("notebook")).mode).toBe(before);
});

test("a member of the name __proto__ is one like others", async () => {
  const { call } = await configServer();
  await call("PATCH", "notebook", '{"__proto__": {"a": 1}}');
  expect(JSON.stringify((await call("GET", "notebook")).body)).toBe('{"__proto__":{"a":1}}');
  expect(({} as { a?: unknown }).a).toBeUndefined();
});

test.each([
  ["PUT", "notebook", "[]", 400, "bad-request"],
  ["PATCH", "notebook", '"text"', 400, "bad-request"],
  ["PATCH", "notebook", "{", 400, "not-json"],
  ["GET", "..%2F..%2Fsecret", undefined, 404, "not-found"],
  ["PUT", "a.b", {}, 404, "not-found"],
  ["PATCH", "..", {}, 404, "not-found"],
] as const)("%s %s with %j is refused and writes nothing", async (method, section, body, status, reason) => {
  const { call, configDir } = await configServer();
  expect(await call(method, section, body)).toMatchObject({ status, body: { reason } });
  expect(readdirSync(configDir)).toEqual([]);
});

test.each([
  ["is no JSON", '{"precious": 1,}'],
  ["is no object", '["precious"]'],
  ["is nested without end", `{"precious":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
])("a file of the user that %s is not written over by a change", async (_name, text) => {
  const { call, file, reports } = await configServer({ users: { notebook: text } });
  expect(await call("PATCH", "notebook", { a: 1 })).toMatchObject({
    status: 500,
    body: { reason: "unreadable-settings", message: expect.stringContaining("mend or remove it") },
  });
  expect(readFileSync(file("notebook"), "utf8")).toBe(text);
  expect(reports).toHaveLength(1);
  expect((await call("PUT", "notebook", { a: 1 })).status).toBe(204);
  expect((await call("PATCH", "notebook", { b: 2 })).body).toEqual({ a: 1, b: 2 });
});

test("changes make no section so large that it could not be read again", async () => {
  const { call } = await configServer();
  const statuses: number[] = [];
  const text = "x".repeat(4_000_000);
  for (let index = 0; index < 5; index++)
    statuses.push((await call("PATCH", "notebook", { [`m${index}`]: text })).status);
  expect(statuses).toEqual([200, 200, 200, 200, 413]);
  expect(Object.keys((await call("GET", "notebook")).body)).toHaveLength(4);
});
