import { readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { isObject } from "@daybook/eventlog";
import { jupyterConfigDir, jupyterConfigPath, jupyterPath } from "../../jupyter-paths.js";

/** A JupyterLab that is installed, and where it and its user keep things. */
export interface JupyterLab {
  /** `4.6.6`, say. */
  readonly version: string;
  /** `share/jupyter/lab` of where it is installed: with `static`, `schemas`, `themes`, and the operator's `settings`. */
  readonly appDir: string;
  /** Where prebuilt extensions may be, most important folder first. */
  readonly extensionDirs: readonly string[];
  /** Where settings of the operator and the user may be, most important folder first. */
  readonly configDirs: readonly string[];
  /** Where the user's settings are kept. */
  readonly userSettingsDir: string;
  /** Where the user's workspaces are kept. */
  readonly workspacesDir: string;
}

/** What an operator may say of it. */
export interface JupyterLabOptions {
  /** `share/jupyter/lab` of an installation. Default: `JUPYTERLAB_DIR`, else the first of Jupyter's data folders that has one. */
  readonly appDir?: string;
  /** Default: `JUPYTERLAB_SETTINGS_DIR`, else `lab/user-settings` in Jupyter's folder of settings. */
  readonly userSettingsDir?: string;
  /** Default: `JUPYTERLAB_WORKSPACES_DIR`, else `lab/workspaces` there. */
  readonly workspacesDir?: string;
}

/** The one that its page and its files are known of. */
const knownVersion = "4";

/**
 * Finds the JupyterLab that the server is to serve.
 *
 * @example
 * const lab = findJupyterLab();
 * await startServer({ log, rootDir, token, ...(lab && { lab }) });
 *
 * @returns undefined where there is none, or only one of another major version
 */
export function findJupyterLab(
  options: JupyterLabOptions = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): JupyterLab | undefined {
  const surroundings = {
    environment,
    platform: process.platform,
    home: environment.HOME || environment.USERPROFILE || homedir(),
  };
  const data = jupyterPath(surroundings);
  const config = jupyterConfigPath(surroundings);
  const configDir = jupyterConfigDir(surroundings);
  const named = options.appDir ?? (environment.JUPYTERLAB_DIR || undefined);
  const candidates = named === undefined ? data.map((folder) => join(folder, "lab")) : [named];
  for (const candidate of candidates) {
    const version = versionOf(candidate);
    if (version?.split(".", 1)[0] !== knownVersion) continue;
    // A link to it is followed, so that what lies beside it is found.
    const appDir = realpathSync(candidate);
    const share = dirname(appDir);
    return {
      version,
      appDir,
      // What was installed with it is found even where its environment is none of Jupyter's folders.
      extensionDirs: added(
        join(share, "labextensions"),
        data.map((folder) => join(folder, "labextensions")),
      ),
      configDirs: added(join(dirname(dirname(share)), "etc", "jupyter"), config),
      userSettingsDir:
        options.userSettingsDir ??
        (environment.JUPYTERLAB_SETTINGS_DIR || join(configDir, "lab", "user-settings")),
      workspacesDir:
        options.workspacesDir ??
        (environment.JUPYTERLAB_WORKSPACES_DIR || join(configDir, "lab", "workspaces")),
    };
  }
  return undefined;
}

/** The version of the JupyterLab whose application folder this is; undefined where it is none. */
function versionOf(appDir: string): string | undefined {
  try {
    const description: unknown = JSON.parse(readFileSync(join(appDir, "static", "package.json"), "utf8"));
    if (!isObject(description) || !isObject(description.jupyterlab)) return undefined;
    const { version } = description.jupyterlab;
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}

function added(folder: string, others: readonly string[]): string[] {
  return others.includes(folder) ? [...others] : [folder, ...others];
}
