import { join } from "node:path";
import { findJupyterLab } from "@daybook/server";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { loadConfiguration } from "../../src/configuration/configuration.js";
import { ConfigurationError } from "../../src/errors.js";
import { chosenJupyterLab } from "../../src/serve/jupyter-lab.js";

const installed = {
  "lab/share/jupyter/lab/static/package.json": '{"jupyterlab": {"version": "4.6.6"}}',
};

async function chosen(configuration: string) {
  const folder = temporaryFolder({ ...installed, "conf/daybook.yaml": configuration });
  const loaded = await loadConfiguration({ cwd: join(folder, "conf") });
  return {
    folder,
    lab: (environment: Record<string, string> = {}) =>
      chosenJupyterLab(loaded, { HOME: folder, ...environment }, findJupyterLab),
  };
}

test("paths of the configuration start at its folder", async () => {
  const { folder, lab } = await chosen(
    "LabApp:\n  app_dir: ../lab/share/jupyter/lab\n  workspaces_dir: workspaces\n",
  );
  expect(lab()).toMatchObject({
    appDir: join(folder, "lab/share/jupyter/lab"),
    workspacesDir: join(folder, "conf/workspaces"),
    userSettingsDir: join(folder, ".jupyter/lab/user-settings"),
  });
});

test("without a word of it, the one that is installed is taken, if any", async () => {
  const { folder, lab } = await chosen("");
  expect(lab()).toBeUndefined();
  expect(lab({ JUPYTER_PATH: join(folder, "lab/share/jupyter") })).toMatchObject({ version: "4.6.6" });
});

test("where the configuration names a folder without one, nothing is started", async () => {
  const { lab } = await chosen("LabApp:\n  app_dir: ../lab\n");
  expect(lab).toThrow(ConfigurationError);
  expect(lab).toThrow(/LabApp\.app_dir: there is no JupyterLab 4 in .*share\/jupyter\/lab/s);
});
