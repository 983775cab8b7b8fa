import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeFiles } from "../../../../../test/support/temporary-folder.js";
import { labServer } from "../../support/installed-lab.js";

const settings = "/lab/api/settings";
const themes = `${settings}/@jupyterlab/apputils-extension:themes`;
const ids = ["@org/painter:plugin", "@jupyterlab/apputils-extension:themes"];
const userFile = ".jupyter/lab/user-settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings";

const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
/** An object that no text can be made of. */
const textless = { toString: 1, valueOf: 1 };

const idsIn = (text: string) => JSON.parse(text).settings.map(({ id }: { id: string }) => id);

const extension = (more: object) =>
  JSON.stringify({ name: "odd", version: "1", jupyterlab: { _build: { load: "static/odd.js" } }, ...more });

describe("a file that is wrong in its own way takes nothing else with it", () => {
  test.each([
    ["overrides.json without a bottom", { "share/jupyter/lab/settings/overrides.json": `{"a:b":${deep}}` }],
    ["page_config.json without a bottom", { "share/jupyter/lab/settings/page_config.json": deep }],
    [
      "names of extensions that are none",
      {
        "share/jupyter/lab/settings/page_config.json": JSON.stringify({
          disabledExtensions: [textless],
          deferredExtensions: [textless],
        }),
      },
    ],
    [
      "a version that is none",
      { "share/jupyter/labextensions/odd/package.json": extension({ version: textless }) },
    ],
    [
      "an extension in the place of others that have no names",
      {
        "share/jupyter/labextensions/odd/package.json": extension({
          jupyterlab: { _build: {}, disabledExtensions: [textless] },
        }),
      },
    ],
    ["a schema that is no JSON", { "share/jupyter/lab/schemas/odd/plugin.json": "{" }],
  ])("%s", async (_name, files) => {
    const { call } = await labServer(files);
    expect((await call("GET", "/lab")).status).toBe(200);
    expect((await call("GET", "/lab/api/extensions")).status).toBe(200);
    expect((await call("GET", "/lab/api/licenses/")).status).toBe(200);
    expect((await call("GET", themes)).status).toBe(200);
    const list = await call("GET", settings);
    expect(list.status).toBe(200);
    expect(idsIn(list.text)).toEqual(ids);
  });
});

test("a schema that no settings can be checked by is told to whoever has settings of that plugin, and to nobody else", async () => {
  const { call, home, problems } = await labServer({
    "share/jupyter/lab/schemas/odd/plugin.json": JSON.stringify({ properties: { a: { type: "nonsense" } } }),
  });
  const refused = await call("PUT", `${settings}/odd:plugin`, { raw: '{"a": 1}' });
  expect(refused).toMatchObject({ status: 500 });
  expect(refused.json()).toMatchObject({ reason: "unreadable-settings" });
  writeFiles(home, { ".jupyter/lab/user-settings/odd/plugin.jupyterlab-settings": '{"a": 1}' });
  expect(idsIn((await call("GET", settings)).text)).toEqual(ids);
  expect(problems).toEqual([
    "the settings of odd:plugin are passed over: The schema of odd:plugin cannot be used",
  ]);
});

test.skipIf(process.platform === "win32")("pipes in the place of settings are not waited for", async () => {
  const { call, home } = await labServer();
  mkdirSync(dirname(join(home, userFile)), { recursive: true });
  execFileSync("mkfifo", [join(home, userFile)]);
  // More than Node has threads for files.
  const answers = await Promise.all(Array.from({ length: 8 }, () => call("GET", themes)));
  expect(answers.map(({ status, json }) => [status, json().raw])).toEqual(Array(8).fill([200, "{}"]));
});

test("settings larger than any are neither kept nor read", async () => {
  const { call, home, problems } = await labServer();
  const raw = JSON.stringify({ theme: "x".repeat(2 * 1024 * 1024) });
  expect((await call("PUT", themes, { raw })).status).toBe(413);
  writeFiles(home, { [userFile]: raw });
  expect((await call("GET", themes)).json()).toMatchObject({ raw: "{}" });
  expect(problems).toEqual([expect.stringMatching(/is passed over: it is no file of settings$/)]);
  expect(readFileSync(join(home, userFile), "utf8")).toBe(raw);
});

test("an id that is longer than names of files can be is that of no plugin", async () => {
  const { call } = await labServer();
  for (const id of [`${"x".repeat(300)}:plugin`, `@org/painter:${"x".repeat(300)}`])
    expect((await call("GET", `${settings}/${id}`)).status).toBe(404);
});

test("workspaces that together would fill the memory are not all listed, and each can be had", async () => {
  const { call, problems } = await labServer();
  const id = (index: number) => `large${index}`;
  for (let index = 0; index < 4; index++) {
    const workspace = { data: { text: "x".repeat(20 * 1024 * 1024) }, metadata: { id: id(index) } };
    expect((await call("PUT", `/lab/api/workspaces/${id(index)}`, workspace)).status).toBe(204);
  }
  await call("PUT", "/lab/api/workspaces/small", { data: {}, metadata: { id: "small" } });
  const list = (await call("GET", "/lab/api/workspaces")).json();
  expect(list.workspaces.ids).toEqual([id(0), id(1), id(2), "small"]);
  expect(problems).toEqual([
    expect.stringMatching(/large3-\w{4}.* is passed over: it is too large for the list$/),
  ]);
  expect((await call("GET", `/lab/api/workspaces/${id(3)}`)).json()).toMatchObject({
    metadata: { id: id(3) },
  });
});

test("a workspace that is deleted while all are listed is no mistake of anybody's", async () => {
  const { call, problems } = await labServer();
  const workspace = { data: {}, metadata: { id: "one" } };
  const calls = Array.from({ length: 200 }, (_each, index) => {
    if (index % 4 === 0) return call("PUT", "/lab/api/workspaces/one", workspace);
    if (index % 4 === 1) return call("DELETE", "/lab/api/workspaces/one");
    return call("GET", "/lab/api/workspaces");
  });
  const statuses = new Set((await Promise.all(calls)).map(({ status }) => status));
  expect([...statuses].filter((status) => status >= 500)).toEqual([]);
  expect(problems).toEqual([]);
});
