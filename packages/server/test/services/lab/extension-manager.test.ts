import { expect, test } from "vitest";
import { labServer } from "../../support/installed-lab.js";

test("what is installed is listed, and whether it is turned on", async () => {
  const painter = {
    name: "@org/painter",
    description: "Paints",
    author: "Ada",
    installed: true,
    installed_version: "1.2.3",
    latest_version: "1.2.3",
  };
  const { call } = await labServer();
  expect((await call("GET", "/lab/api/extensions?refresh=0&1795544970812")).json()).toMatchObject([
    { ...painter, enabled: true },
  ]);
  const { call: callOther } = await labServer({
    "etc/jupyter/labconfig/page_config.json": '{"disabledExtensions": {"@org/painter": true}}',
    "share/jupyter/labextensions/@org/painter/install.json": '{"packageName": "org_painter"}',
  });
  expect((await callOther("GET", "/lab/api/extensions")).json()).toMatchObject([
    { ...painter, name: "org-painter", enabled: false },
  ]);
});

test("nothing is offered to be installed, and nothing can be changed", async () => {
  const { call } = await labServer();
  expect((await call("GET", "/lab/api/extensions?query=git")).json()).toEqual([]);
  for (const url of ["/lab/api/extensions", "/lab/api/plugins"]) {
    const answer = await call("POST", url, { cmd: "disable", extension_name: "a", plugin_name: "a" });
    expect(answer.status).toBe(405);
    expect(answer.json().message).toMatch(/pip or conda/);
  }
  expect((await call("GET", "/lab/api/plugins")).json()).toEqual({ lockRules: [], allLocked: true });
});

test.each([
  ["/lab/api/build", { status: "stable", message: "" }],
  ["/lab/api/news", { news: [] }],
  ["/lab/api/update", { notification: null }],
  ["/lsp/status", { version: 2, sessions: {}, specs: {} }],
])("%s says that there is nothing to do", async (url, expected) => {
  const { call } = await labServer();
  expect((await call("GET", url)).json()).toEqual(expected);
});
