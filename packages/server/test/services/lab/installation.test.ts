import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../../../test/support/temporary-folder.js";
import { findJupyterLab } from "../../../src/services/lab/installation.js";
import { installedLab } from "../../support/installed-lab.js";

const description = (version: string) => JSON.stringify({ jupyterlab: { version } });

test("a JupyterLab is found in the active environment of Python", () => {
  const { prefix, home } = installedLab();
  const lab = findJupyterLab({}, { HOME: home, VIRTUAL_ENV: prefix });
  expect(lab).toMatchObject({
    version: "4.6.6",
    appDir: join(prefix, "share/jupyter/lab"),
    userSettingsDir: join(home, ".jupyter/lab/user-settings"),
    workspacesDir: join(home, ".jupyter/lab/workspaces"),
  });
});

test("JUPYTERLAB_DIR names it, an option of the operator's comes before that, and so for what the user keeps", () => {
  const { prefix, home } = installedLab();
  const appDir = join(prefix, "share/jupyter/lab");
  const environment = {
    HOME: home,
    JUPYTERLAB_DIR: "/nowhere",
    JUPYTERLAB_SETTINGS_DIR: "/settings",
    JUPYTERLAB_WORKSPACES_DIR: "/workspaces",
  };
  expect(findJupyterLab({}, environment)).toBeUndefined();
  expect(findJupyterLab({ appDir, workspacesDir: "/mine" }, environment)).toMatchObject({
    appDir,
    userSettingsDir: "/settings",
    workspacesDir: "/mine",
  });
});

test("what was installed beside it is found although its environment is none of Jupyter's folders", () => {
  const { prefix, lab } = installedLab();
  expect(lab.extensionDirs[0]).toBe(join(prefix, "share/jupyter/labextensions"));
  expect(lab.configDirs[0]).toBe(join(prefix, "etc/jupyter"));
});

test.each([
  ["no JupyterLab", {}],
  ["JupyterLab 3", { "lab/static/package.json": description("3.6.7") }],
  ["JupyterLab 5", { "lab/static/package.json": description("5.0.0") }],
  ["a file that is not JSON", { "lab/static/package.json": "{" }],
  ["a file of something else", { "lab/static/package.json": '{"jupyterlab": "4.6.6"}' }],
] as const)("with %s, none is found", (_name, files) => {
  const folder = temporaryFolder(files);
  expect(findJupyterLab({}, { HOME: folder, JUPYTER_PATH: folder })).toBeUndefined();
});
