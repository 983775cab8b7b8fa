import { accessSync, constants, existsSync, mkdtempSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
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
  const user = userFolders(surroundings, jupyterDataDir(surroundings), "share");
  return searchPath(
    environment,
    environment.JUPYTER_PATH,
    user,
    "share",
    systemFolders(environment, platform),
  );
}

/** The same of settings: the folders of `JUPYTER_CONFIG_PATH`, the user's, those of the environments, the machine's. */
export function jupyterConfigPath(surroundings = ownSurroundings()): string[] {
  const { environment, platform } = surroundings;
  const own = jupyterConfigDir(surroundings);
  if (environment.JUPYTER_NO_CONFIG) return [own];
  const system =
    platform === "win32" ? systemFolders(environment, platform) : ["/usr/local/etc/jupyter", "/etc/jupyter"];
  const user = userFolders(surroundings, own, "etc");
  return searchPath(environment, environment.JUPYTER_CONFIG_PATH, user, "etc", system);
}

function searchPath(
  environment: NodeJS.ProcessEnv,
  explicit: string | undefined,
  user: readonly string[],
  kind: "share" | "etc",
  system: readonly string[],
): string[] {
  const first = (explicit ?? "").split(delimiter).filter((folder) => folder !== "");
  const environments = environmentPrefixes(environment).map((prefix) => join(prefix, kind, "jupyter"));
  const own = prefersEnvironment(environment) ? [...environments, ...user] : [...user, ...environments];
  return [...new Set([...first, ...own, ...system])];
}

/** Made once for a process that wants none of the user's settings, as Jupyter does it. */
let emptyFolder: string | undefined;

/** The folder for the user's own settings. It need not exist. */
export function jupyterConfigDir({ environment, platform, home }: JupyterSurroundings): string {
  if (environment.JUPYTER_NO_CONFIG) {
    emptyFolder ??= mkdtempSync(join(tmpdir(), "daybook-no-settings-"));
    return emptyFolder;
  }
  if (environment.JUPYTER_CONFIG_DIR) return environment.JUPYTER_CONFIG_DIR;
  if (!isSet(environment.JUPYTER_PLATFORM_DIRS)) return join(home, ".jupyter");
  if (platform === "darwin") return join(home, "Library", "Application Support", "Jupyter");
  if (platform === "win32")
    return join(environment.LOCALAPPDATA || join(home, "AppData", "Local"), "Jupyter");
  return join(environment.XDG_CONFIG_HOME || join(home, ".config"), "jupyter");
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

/** The user's own folder, and that of what `pip install --user` brings. */
function userFolders(
  { environment, platform, home }: JupyterSurroundings,
  own: string,
  kind: "share" | "etc",
): string[] {
  const base = environment.PYTHONUSERBASE || (platform === "win32" ? undefined : join(home, ".local"));
  return base === undefined ? [own] : [own, join(base, kind, "jupyter")];
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
