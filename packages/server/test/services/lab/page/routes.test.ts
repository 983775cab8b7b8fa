import { describe, expect, test } from "vitest";
import { loadPseudoTerminals } from "../../../../src/services/terminals/pseudo-terminals.js";
import { labServer } from "../../../support/installed-lab.js";
import { token } from "../../../support/test-server.js";

/** The page config that a page holds. */
function configOf(page: string) {
  const [, json = ""] = /<script id="jupyter-config-data"[^>]*>(.*?)<\/script>/.exec(page) ?? [];
  return JSON.parse(json);
}

test("the page loads the main script of the installed version, and knows where everything is", async () => {
  const { call } = await labServer({}, { baseUrl: "/user/ada/" });
  const { status, headers, text } = await call("GET", "/user/ada/lab");
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(text).toContain('src="/user/ada/lab/static/main.0123456789abcdef.js?v=0123456789abcdef"');
  expect(text).toContain('<body class="jp-ThemedContainer">');
  expect(configOf(text)).toMatchObject({
    appVersion: "4.6.6",
    baseUrl: "/user/ada/",
    fullStaticUrl: "/user/ada/lab/static",
    fullLabextensionsUrl: "/user/ada/lab/extensions",
    settingsUrl: "/lab/api/settings",
    mode: "multiple-document",
    workspace: "default",
    treePath: "",
  });
});

test.each([
  [{ shellCommand: ["sh"] }, typeof (await loadPseudoTerminals()) !== "string"],
  [{ enabled: false }, false],
])("terminals are offered where there can be some (%o)", async (terminals, available) => {
  const { call } = await labServer({}, { terminals });
  expect(configOf((await call("GET", "/lab")).text).terminalsAvailable).toBe(available);
});

test("neither the page nor its address holds the token; the browser gets cookies", async () => {
  const { app } = await labServer();
  const headers = { host: "localhost:8888", accept: "text/html" };
  const first = await app.inject({ url: `/lab/tree/a.ipynb?token=${token}`, headers });
  expect(first.statusCode).toBe(302);
  expect(first.headers.location).toBe("/lab/tree/a.ipynb");
  const cookie = first.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const page = await app.inject({ url: "/lab/tree/a.ipynb", headers: { ...headers, cookie } });
  expect(page.statusCode).toBe(200);
  expect(page.body).not.toContain(token);
  expect(configOf(page.body).token).toBe("");
  expect(page.cookies.map(({ name }) => name)).toEqual(["_xsrf"]);
});

test("the page may not be framed by other sites, and is not kept by caches", async () => {
  const { call } = await labServer();
  const { headers } = await call("GET", "/lab");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'self'");
  expect(headers["cache-control"]).toBe("no-store");
});

test.each([
  ["/lab/tree/folder/a%20b.ipynb", { mode: "multiple-document", treePath: "folder/a b.ipynb" }],
  ["/lab/workspaces/mine", { workspace: "mine", treePath: "" }],
  ["/lab/workspaces/auto-X/tree/a.ipynb", { workspace: "auto-X", treePath: "a.ipynb" }],
  ["/doc/tree/a.ipynb", { mode: "single-document", treePath: "a.ipynb" }],
  ["/lab/nothing", { notFoundUrl: "/lab/nothing" }],
  ["/lab/workspaces/a%3Cb", { workspace: "default", notFoundUrl: "/lab/workspaces/a%3Cb" }],
])("%s is the same page, told what to show", async (url, expected) => {
  const { call } = await labServer();
  const { status, text } = await call("GET", url);
  expect(status).toBe(200);
  expect(configOf(text)).toMatchObject(expected);
});

test("a path that would end the script element stays a path", async () => {
  const { call } = await labServer();
  const { text } = await call("GET", "/lab/tree/%3C%2Fscript%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E");
  expect(text).not.toContain("<script>alert");
  expect(configOf(text).treePath).toBe("</script><script>alert(1)</script>");
});

test("what no part of the API answers is no page", async () => {
  const { call } = await labServer();
  expect(await call("GET", "/lab/api/nothing")).toMatchObject({ status: 404 });
});

test.each([
  ["/tree", "/lab"],
  ["/tree/a%20b", "/lab/tree/a%20b"],
  ["/notebooks/a%2Fb.ipynb", "/lab/tree/a/b.ipynb"],
  ["/edit/%3Fx", "/lab/tree/%3Fx"],
])("the page that %s was in other front ends is here %s", async (url, location) => {
  const { call } = await labServer();
  expect((await call("GET", url)).headers.location).toBe(location);
});

test("where none is installed there are no such pages", async () => {
  const { testApplication, testOptions } = await import("../../../support/test-server.js");
  const app = await testApplication(await testOptions());
  for (const url of ["/lab", "/doc", "/tree", "/lab/api/settings"]) {
    const response = await app.inject({ url, headers: { authorization: `token ${token}` } });
    expect(response.statusCode).toBe(404);
  }
});

describe("the operator's files", () => {
  const config = async (files: Record<string, string>) => {
    const { call, problems } = await labServer(files);
    return { ...configOf((await call("GET", "/lab")).text), problems };
  };

  test("page_config.json beside JupyterLab and in labconfig is told to the front end, later ones first", async () => {
    expect(
      await config({
        "share/jupyter/lab/settings/page_config.json5": "{a: 1, b: 1, // why\n disabledExtensions: ['x']}",
        "etc/jupyter/labconfig/page_config.d/one.json": '{"b": 2, "c": 2}',
        "etc/jupyter/labconfig/page_config.json": '{"c": 3, "disabledExtensions": {"y": true, "z": false}}',
      }),
    ).toMatchObject({ a: 1, b: 2, c: 3, disabledExtensions: ["x", "y"] });
  });

  test("cannot put a token or another server into the page", async () => {
    const written = '{"token": "secret", "baseUrl": "https://evil.example/", "wsUrl": "wss://evil.example"}';
    expect(await config({ "share/jupyter/lab/settings/page_config.json": written })).toMatchObject({
      token: "",
      baseUrl: "/",
      wsUrl: "",
    });
  });

  test("one that cannot be read is passed over, and the operator is told", async () => {
    const { problems, appName } = await config({ "etc/jupyter/labconfig/page_config.json": "{" });
    expect(appName).toBe("JupyterLab");
    expect(problems).toEqual([expect.stringMatching(/page_config\.json is passed over/)]);
  });
});

describe("prebuilt extensions", () => {
  const extension = (name: string, lab: object) => ({
    [`share/jupyter/labextensions/${name}/package.json`]: JSON.stringify({
      name,
      version: "1.0.0",
      jupyterlab: { _build: { load: "static/remoteEntry.js" }, ...lab },
    }),
  });
  const config = async (files: Record<string, string>) => {
    const { call, problems } = await labServer(files);
    return { ...configOf((await call("GET", "/lab")).text), problems };
  };

  test("are loaded, those of an organisation too", async () => {
    const { federated_extensions: extensions } = await config(extension("plain", {}));
    expect(extensions).toEqual([
      {
        name: "@org/painter",
        load: "static/remoteEntry.0123456789abcdef0123.js",
        extension: "./extension",
        entrypoints: null,
      },
      { name: "plain", load: "static/remoteEntry.js", entrypoints: null },
    ]);
  });

  test("may turn others off, unless they are turned off themselves", async () => {
    const files = extension("plain", { disabledExtensions: ["@jupyterlab/other"] });
    expect(await config(files)).toMatchObject({ disabledExtensions: ["@jupyterlab/other"] });
    expect(
      await config({
        ...files,
        "etc/jupyter/labconfig/page_config.json": '{"disabledExtensions": {"plain": true}}',
      }),
    ).toMatchObject({ disabledExtensions: ["plain"] });
  });

  test("what is none is passed over, and the operator is told", async () => {
    const { federated_extensions: extensions, problems } = await config({
      "share/jupyter/labextensions/source/package.json": '{"name": "source", "version": "1.0.0"}',
    });
    expect(extensions).toHaveLength(1);
    expect(problems).toEqual([expect.stringMatching(/source is passed over/)]);
  });
});
