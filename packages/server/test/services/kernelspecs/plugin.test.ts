import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../../../test/support/temporary-folder.js";
import type { KernelOptions } from "../../../src/services/kernels/kernel-options.js";
import { testApplication, testOptions, token } from "../../support/test-server.js";

const headers = { host: "localhost:8888", authorization: `token ${token}` };

/** The text of a kernel.json. */
function spec(displayName: string): string {
  return JSON.stringify({ argv: ["a", "{connection_file}"], display_name: displayName, language: "a" });
}

/** Calls to a server that finds kernelspecs in folders. */
async function serverWith(folders: readonly string[], options: KernelOptions = {}) {
  const reports: string[] = [];
  const kernels = { ...options, kernelDirs: folders };
  const report = (problem: string) => void reports.push(problem);
  const app = await testApplication({ ...(await testOptions()), kernels, report, baseUrl: "/base/" });
  const get = (url: string) => app.inject({ url: `/base/${url}`, headers });
  return { get, reports };
}

test("where there are no kernels, there is no default either", async () => {
  const { get, reports } = await serverWith([temporaryFolder(), "/no/such/folder"]);
  expect((await get("api/kernelspecs")).json()).toEqual({ default: "", kernelspecs: {} });
  expect(reports).toEqual([]);
});

test("a kernel is described with what lies beside it", async () => {
  const folder = temporaryFolder({
    "one/kernel.json": spec("One"),
    "one/logo-64x64.png": "a picture",
    "one/logo-svg.svg": "<svg/>",
    "one/kernel.js": "define({})",
    "one/notes.txt": "not for front ends",
  });
  const { get } = await serverWith([folder]);
  const model = {
    name: "one",
    spec: {
      argv: ["a", "{connection_file}"],
      env: {},
      display_name: "One",
      language: "a",
      interrupt_mode: "signal",
      metadata: {},
      kernel_protocol_version: "",
    },
    resources: {
      "logo-64x64": "/base/kernelspecs/one/logo-64x64.png",
      "logo-svg": "/base/kernelspecs/one/logo-svg.svg",
      "kernel.js": "/base/kernelspecs/one/kernel.js",
    },
  };
  expect((await get("api/kernelspecs")).json()).toEqual({ default: "one", kernelspecs: { one: model } });
  expect((await get("api/kernelspecs/one")).json()).toEqual(model);
  expect((await get("api/kernelspecs/ONE")).json()).toEqual(model);
  const logo = await get("kernelspecs/one/logo-64x64.png");
  expect(logo.body).toBe("a picture");
  expect(logo.headers["content-type"]).toBe("image/png");
});

test("what is not there, or not beside the spec, is not found", async () => {
  const folder = temporaryFolder({
    "one/kernel.json": spec("One"),
    "secret.txt": "for nobody",
    "one/.hidden": "for nobody",
  });
  const { get } = await serverWith([folder]);
  for (const url of [
    "api/kernelspecs/two",
    "api/kernelspecs/__proto__",
    "kernelspecs/two/logo-64x64.png",
    "kernelspecs/one/logo-64x64.png",
    "kernelspecs/one/.hidden",
    "kernelspecs/one/..%2fsecret.txt",
    "kernelspecs/one/%2e%2e/secret.txt",
    "kernelspecs/..%2f..%2f/secret.txt",
  ]) {
    const { statusCode, body } = await get(url);
    expect(`${url}: ${statusCode}`).toBe(`${url}: 404`);
    expect(body).not.toContain("for nobody");
  }
});

test("of two kernels of one name the one in the earlier folder counts, whatever its case", async () => {
  const first = temporaryFolder({ "R/kernel.json": spec("the first") });
  const second = temporaryFolder({ "r/kernel.json": spec("the second"), "other/kernel.json": spec("other") });
  const { get } = await serverWith([first, second]);
  const { kernelspecs } = (await get("api/kernelspecs")).json();
  expect(Object.keys(kernelspecs).sort()).toEqual(["other", "r"]);
  expect(kernelspecs.r.spec.display_name).toBe("the first");
});

test("a broken kernelspec is left out, and reported once", async () => {
  const folder = temporaryFolder({
    "broken/kernel.json": "{",
    "empty/readme.txt": "",
    "fine/kernel.json": spec("Fine"),
    "no name/kernel.json": spec("No name"),
  });
  mkdirSync(join(folder, "folder/kernel.json"), { recursive: true });
  const { get, reports } = await serverWith([folder]);
  for (let time = 0; time < 2; time += 1)
    expect(Object.keys((await get("api/kernelspecs")).json().kernelspecs)).toEqual(["fine"]);
  expect(reports.sort()).toEqual([
    `the kernelspec ${join(folder, "broken/kernel.json")} is left out: it is not JSON`,
    `the kernelspec ${join(folder, "folder/kernel.json")} is left out: bad-type`,
  ]);
});

test("a kernelspec that is nested without end is left out, and takes no others with it", async () => {
  const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
  const folder = temporaryFolder({
    "deep/kernel.json": `{"argv": ["a"], "metadata": ${deep}}`,
    "fine/kernel.json": spec("Fine"),
  });
  const { get, reports } = await serverWith([folder]);
  expect(Object.keys((await get("api/kernelspecs")).json().kernelspecs)).toEqual(["fine"]);
  expect((await get("api/kernelspecs/deep")).statusCode).toBe(404);
  expect(reports).toEqual([expect.stringMatching(/is left out: it is nested deeper than \d+ levels$/)]);
});

test.skipIf(process.platform === "win32")("pipes are not waited for", async () => {
  const folder = temporaryFolder({ "one/kernel.json": spec("One") });
  mkdirSync(join(folder, "piped"));
  for (const pipe of ["piped/kernel.json", "one/logo-64x64.png"])
    execFileSync("mkfifo", [join(folder, pipe)]);
  const { get } = await serverWith([folder]);
  // More than Node has threads for files.
  const logos = Array.from({ length: 8 }, () => get("kernelspecs/one/logo-64x64.png"));
  const lists = Array.from({ length: 8 }, () => get("api/kernelspecs"));
  for (const { statusCode } of await Promise.all(logos)) expect(statusCode).toBe(404);
  for (const list of await Promise.all(lists)) expect(Object.keys(list.json().kernelspecs)).toEqual(["one"]);
});

test("a kernel that is installed while the server runs is there at once", async () => {
  const folder = temporaryFolder();
  const { get } = await serverWith([folder]);
  await get("api/kernelspecs");
  mkdirSync(join(folder, "new"));
  writeFileSync(join(folder, "new/kernel.json"), spec("New"));
  expect((await get("api/kernelspecs/new")).statusCode).toBe(200);
});

test("only the kernels that are allowed are there", async () => {
  const folder = temporaryFolder({ "one/kernel.json": spec("One"), "two/kernel.json": spec("Two") });
  const { get } = await serverWith([folder], { allowedKernelspecs: ["Two"] });
  expect(Object.keys((await get("api/kernelspecs")).json().kernelspecs)).toEqual(["two"]);
  expect((await get("api/kernelspecs/one")).statusCode).toBe(404);
});

test.each([
  ["the one that is configured", ["a", "b", "python3"], "b", "b"],
  ["python3 where that is missing", ["a", "python3"], "b", "python3"],
  ["the first where both are missing", ["c", "a"], "b", "a"],
] as const)("the default is %s", async (_what, names, defaultKernelName, expected) => {
  const files = names.map((name) => [`${name}/kernel.json`, spec(name)]);
  const { get } = await serverWith([temporaryFolder(Object.fromEntries(files))], { defaultKernelName });
  expect((await get("api/kernelspecs")).json().default).toBe(expected);
});
