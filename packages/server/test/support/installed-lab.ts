import { join } from "node:path";
import { temporaryFolder, writeFiles } from "../../../../test/support/temporary-folder.js";
import { findJupyterLab, type JupyterLab, type ServerOptions } from "../../src/index.js";
import { testApplication, testOptions, token } from "./test-server.js";

const template = `<!doctype html><html lang="en"><head>
<script id="jupyter-config-data" type="application/json">{{ page_config_full | tojson }}</script>
<script defer="defer" src="{{page_config.fullStaticUrl}}/main.0123456789abcdef.js?v=0123456789abcdef"></script>
</head><body class="jp-ThemedContainer"></body></html>`;

/** As much of a JupyterLab as the server looks at. */
const files = {
  "share/jupyter/lab/static/index.html": template,
  "share/jupyter/lab/static/package.json": JSON.stringify({
    name: "@jupyterlab/application-top",
    jupyterlab: { version: "4.6.6" },
  }),
  "share/jupyter/lab/static/main.0123456789abcdef.js": "start();",
  "share/jupyter/lab/static/style.css": "body {}",
  "share/jupyter/lab/themes/@jupyterlab/theme-light-extension/index.css": ":root { --light: 1 }",
  "share/jupyter/lab/schemas/@jupyterlab/apputils-extension/package.json.orig": '{"version": "4.6.6"}',
  "share/jupyter/lab/schemas/@jupyterlab/apputils-extension/themes.json": JSON.stringify({
    $schema: "http://json-schema.org/draft-07/schema",
    title: "Theme",
    properties: {
      theme: { type: "string", default: "JupyterLab Light" },
      overrides: { type: "object", default: { "code-font-size": "12px" } },
    },
    additionalProperties: false,
  }),
  "share/jupyter/labextensions/@org/painter/package.json": JSON.stringify({
    name: "@org/painter",
    version: "1.2.3",
    description: "Paints",
    author: { name: "Ada" },
    jupyterlab: { _build: { load: "static/remoteEntry.0123456789abcdef0123.js", extension: "./extension" } },
  }),
  "share/jupyter/labextensions/@org/painter/static/remoteEntry.0123456789abcdef0123.js": "paint();",
  "share/jupyter/labextensions/@org/painter/themes/@org/painter/index.css": ":root { --paint: 1 }",
  "share/jupyter/labextensions/@org/painter/schemas/@org/painter/package.json.orig": '{"version": "1.2.3"}',
  "share/jupyter/labextensions/@org/painter/schemas/@org/painter/plugin.json": JSON.stringify({
    title: "Painter",
    properties: { colour: { type: "string", default: "red" } },
  }),
};

/** A folder with a JupyterLab in it, as an environment of Python has it, and what is written beside it. */
export function installedLab(more: Readonly<Record<string, string>> = {}): {
  readonly prefix: string;
  readonly home: string;
  readonly lab: JupyterLab;
} {
  const prefix = temporaryFolder(files);
  const home = temporaryFolder();
  writeFiles(prefix, more);
  const lab = findJupyterLab({ appDir: join(prefix, "share/jupyter/lab") }, { HOME: home });
  if (lab === undefined) throw new Error("the JupyterLab of the tests is not found");
  return { prefix, home, lab };
}

/** A server with that JupyterLab, and a way to call it with the token. */
export async function labServer(
  more: Readonly<Record<string, string>> = {},
  options: Partial<Pick<ServerOptions, "baseUrl" | "defaultUrl" | "terminals">> = {},
) {
  const installed = installedLab(more);
  const problems: string[] = [];
  const server = await testOptions();
  const app = await testApplication({
    ...server,
    ...options,
    lab: installed.lab,
    report: (problem) => problems.push(problem),
  });
  const call = async (method: "GET" | "PUT" | "POST" | "DELETE", url: string, body?: unknown) => {
    const payload = typeof body === "string" ? body : JSON.stringify(body);
    const response = await app.inject({
      method,
      url,
      headers: { authorization: `token ${token}`, "content-type": "text/plain;charset=UTF-8" },
      ...(body === undefined ? {} : { payload }),
    });
    const { statusCode: status, headers, body: text } = response;
    return { status, headers, text, json: () => JSON.parse(text) };
  };
  return { ...installed, ...server, app, problems, call };
}
