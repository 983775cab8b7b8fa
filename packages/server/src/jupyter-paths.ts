import { accessSync, constants, existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** What decides where Jupyter keeps its files. */
export interface JupyterSurroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/** Those of this process. */
export function ownSurroundings(): JupyterSurroundings {
  return { environment: process.env, platform: process.platform, home: homedir() };
}

/**
 * The folders in which Jupyter's programs look for data (kernelspecs, JupyterLab, templates), the first one first: those
 * of `JUPYTER_PATH`, the user's, those of the Python environments, the machine's. As `jupyter --paths` lists them.
 *
 * ```ts
 * for (const folder of jupyterPath()) console.log(join(folder, "kernels"));
 * ```
 *
 * An environment that is active (`VIRTUAL_ENV`, `CONDA_PREFIX`) comes before the user's folders, and
 * `JUPYTER_PREFER_ENV_PATH` decides otherwise.
 */
export function jupyterPath(surroundings = ownSurroundings()): string[] {
  const { environment, platform } = surroundings;
  const explicit = (environment.JUPYTER_PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const user = userFolders(surroundings);
  const environments = environmentPrefixes(environment).map((prefix) => join(prefix, "share", "jupyter"));
  const own = prefersEnvironment(environment) ? [...environments, ...user] : [...user, ...environments];
  return [...new Set([...explicit, ...own, ...systemFolders(environment, platform)])];
}

/** The folder for files of running programs, such as connection files of kernels. It need not exist. */
export function jupyterRuntimeDir(surroundings = ownSurroundings()): string {
  return surroundings.environment.JUPYTER_RUNTIME_DIR || join(jupyterDataDir(surroundings), "runtime");
}

/** The folder for the user's own data. It need not exist. */
export function jupyterDataDir({ environment, platform, home }: JupyterSurroundings): string {
  if (environment.JUPYTER_DATA_DIR) return environment.JUPYTER_DATA_DIR;
  const platformDirs = isSet(environment.JUPYTER_PLATFORM_DIRS);
  if (platform === "darwin")
    return platformDirs
      ? join(home, "Library", "Application Support", "Jupyter")
      : join(home, "Library", "Jupyter");
  if (platform === "win32") {
    if (platformDirs) return join(environment.LOCALAPPDATA || join(home, "AppData", "Local"), "Jupyter");
    if (environment.APPDATA) return join(environment.APPDATA, "jupyter");
    return join(environment.JUPYTER_CONFIG_DIR || join(home, ".jupyter"), "data");
  }
  return join(environment.XDG_DATA_HOME || join(home, ".local", "share"), "jupyter");
}

/** The user's data, and what `pip install --user` brings. */
function userFolders(surroundings: JupyterSurroundings): string[] {
  const { environment, platform, home } = surroundings;
  const base = environment.PYTHONUSERBASE || (platform === "win32" ? undefined : join(home, ".local"));
  const installed = base === undefined ? [] : [join(base, "share", "jupyter")];
  return [jupyterDataDir(surroundings), ...installed];
}

/**
 * The Python environments of this process. Jupyter, which runs in one, knows its own; for us they are those that are
 * active, and those whose `jupyter` and `python3` a shell would run.
 */
function environmentPrefixes(environment: NodeJS.ProcessEnv): string[] {
  const active = [environment.VIRTUAL_ENV, environment.CONDA_PREFIX];
  const found = ["jupyter", "python3"].map((program) => prefixOnPath(program, environment));
  return [...active, ...found].filter((prefix) => prefix !== undefined && prefix !== "") as string[];
}

function prefixOnPath(program: string, { PATH = "" }: NodeJS.ProcessEnv): string | undefined {
  const folder = PATH.split(delimiter).find((entry) => entry !== "" && isProgram(join(entry, program)));
  return folder === undefined ? undefined : dirname(folder);
}

/** True for a file that may be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return existsSync(file);
  } catch {
    return false;
  }
}

function prefersEnvironment(environment: NodeJS.ProcessEnv): boolean {
  const { JUPYTER_PREFER_ENV_PATH: wish, VIRTUAL_ENV, CONDA_PREFIX, CONDA_DEFAULT_ENV } = environment;
  if (wish !== undefined) return isSet(wish);
  return Boolean(VIRTUAL_ENV) || (Boolean(CONDA_PREFIX) && (CONDA_DEFAULT_ENV ?? "base") !== "base");
}

function systemFolders(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  if (platform !== "win32") return ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  // Anybody may write there, so that Jupyter uses it only where it is told to.
  const { JUPYTER_USE_PROGRAMDATA, PROGRAMDATA } = environment;
  return isSet(JUPYTER_USE_PROGRAMDATA) && PROGRAMDATA ? [join(PROGRAMDATA, "jupyter")] : [];
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !["0", "0.0", "n", "no", "false", "off"].includes(value.toLowerCase());
}
