import { existsSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeFiles } from "../../../../../../test/support/temporary-folder.js";
import { labServer } from "../../../support/installed-lab.js";

const themes = "/lab/api/settings/@jupyterlab/apputils-extension:themes";
const file = ".jupyter/lab/user-settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings";

test("all plugins with settings are listed, those of extensions too, with or without their schemas", async () => {
  const { call } = await labServer();
  const ids = [{ id: "@org/painter:plugin" }, { id: "@jupyterlab/apputils-extension:themes" }];
  expect((await call("GET", "/lab/api/settings?ids_only=true&1795544970812")).json()).toEqual({
    settings: ids,
  });
  const { settings } = (await call("GET", "/lab/api/settings")).json();
  expect(settings).toMatchObject(ids);
  expect(settings[0]).toEqual({
    id: "@org/painter:plugin",
    raw: "{}",
    settings: {},
    schema: { title: "Painter", properties: { colour: { type: "string", default: "red" } } },
    version: "1.2.3",
    created: null,
    last_modified: null,
  });
});

test("what a user chose is kept with its comments, in the file in which JupyterLab looks for it", async () => {
  const { call, home } = await labServer();
  const raw = '{\n  // at night\n  "theme": "JupyterLab Dark",\n}';
  expect(await call("PUT", themes, { raw })).toMatchObject({ status: 204, text: "" });
  expect(readFileSync(join(home, file), "utf8")).toBe(raw);
  expect((await call("GET", themes)).json()).toMatchObject({
    id: "@jupyterlab/apputils-extension:themes",
    raw,
    settings: { theme: "JupyterLab Dark" },
    last_modified: expect.stringMatching(/Z$/),
  });
});

test.each([
  ["text that is not JSON5", { raw: "{theme: " }, /not JSON5/],
  ["no object", { raw: "[]" }, /no object/],
  ["a value of the wrong type", { raw: '{"theme": 7}' }, /\/theme must be string/],
  ["a name that the schema does not know", { raw: '{"colour": "secret"}' }, /additional properties/],
  ["no raw text", { settings: {} }, /"raw"/],
  ["raw that is no text", { raw: {} }, /"raw"/],
  ["a list", [], /"raw"/],
  ["deep nesting", { raw: `{"overrides": ${'{"a":'.repeat(200)}1${"}".repeat(200)}}` }, /deeper than 100/],
])("%s is refused, and what was there stays", async (_name, body, message) => {
  const { call, home } = await labServer();
  await call("PUT", themes, { raw: '{"theme": "old"}' });
  const answer = await call("PUT", themes, body);
  expect(answer.status).toBe(400);
  expect(answer.json()).toMatchObject({ message: expect.stringMatching(message), reason: "bad-settings" });
  expect(answer.text).not.toContain("secret");
  expect(readFileSync(join(home, file), "utf8")).toBe('{"theme": "old"}');
});

test("a file that somebody broke counts as empty, and the operator is told", async () => {
  const { call, home, problems } = await labServer();
  for (const text of ["{", '{"theme": 7}']) {
    writeFiles(home, { [file]: text });
    expect((await call("GET", themes)).json()).toMatchObject({ raw: "{}", settings: {} });
  }
  expect(problems).toHaveLength(2);
  expect(problems[0]).toMatch(/themes\.jupyterlab-settings is passed over/);
});

test("defaults of the operator's go over those of the schema", async () => {
  const { call } = await labServer({
    "share/jupyter/lab/settings/overrides.d/a.json5": "{'@org/painter:plugin': {colour: 'green', size: 1}}",
    "share/jupyter/lab/settings/overrides.json": JSON.stringify({
      "@org/painter:plugin": { colour: "blue" },
      "@jupyterlab/apputils-extension:themes": { overrides: { "ui-font-size": "10px" } },
    }),
    "etc/jupyter/labconfig/default_setting_overrides.json": '{"@org/painter:plugin": {"size": 2}}',
  });
  const painter = (await call("GET", "/lab/api/settings/@org/painter:plugin")).json();
  expect(painter.schema.properties).toEqual({
    colour: { type: "string", default: "blue" },
    size: { default: 2 },
  });
  const { schema } = (await call("GET", themes)).json();
  expect(schema.properties.overrides.default).toEqual({ "code-font-size": "12px", "ui-font-size": "10px" });
});

test("nobody is asked whether they want news, which are not fetched here", async () => {
  const { call } = await labServer({
    "share/jupyter/lab/schemas/@jupyterlab/apputils-extension/notification.json": JSON.stringify({
      properties: { fetchNews: { type: "string", default: "none" } },
    }),
  });
  const { schema } = (
    await call("GET", "/lab/api/settings/@jupyterlab/apputils-extension:notification")
  ).json();
  expect(schema.properties.fetchNews.default).toBe("false");
});

describe("no id leads out of the folders", () => {
  test.each([
    "..%2f..%2f..%2fsecret:a",
    "@jupyterlab/apputils-extension:..%2f..%2f..%2fsecret",
    "@jupyterlab%2f..%2f..:secret",
    "a:b:c",
    ":themes",
    "@jupyterlab/apputils-extension:",
    "@jupyterlab/apputils-extension",
    "@jupyterlab/apputils-extension:themes%00",
    "a%5c..%5cb:c",
    ".:.",
    "..:..",
  ])("%s", async (id) => {
    const { call, home } = await labServer({ "share/jupyter/lab/secret.json": '{"secret": 1}' });
    for (const method of ["GET", "PUT"] as const) {
      const answer = await call(
        method,
        `/lab/api/settings/${id}`,
        method === "PUT" ? { raw: "{}" } : undefined,
      );
      expect(answer.status).toBe(404);
      expect(answer.text).not.toMatch(/"secret"/);
    }
    expect(existsSync(join(home, ".jupyter")) ? await readdir(home, { recursive: true }) : []).toEqual([]);
  });
});
