import { existsSync, mkdtempSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, delimiter, dirname, join, resolve } from "node:path";

/** Where Jupyter's programs keep what is not of one project, most important folder first. */
export interface JupyterPaths {
  /** Kernelspecs, JupyterLab and its extensions: what `jupyter_path()` gives in Python. Not every folder exists. */
  readonly data: readonly string[];
  /** Settings: what `jupyter_config_path()` gives in Python. */
  readonly config: readonly string[];
  /** The user's own folder of {@link data}. */
  readonly dataDir: string;
  /** The user's own folder of {@link config}, where settings are written. */
  readonly configDir: string;
  /** Connection files of kernels. */
  readonly runtimeDir: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Jupyter's folders, as its own programs find them: by `JUPYTER_PATH`, `JUPYTER_DATA_DIR` and the like, in the home
 * folder, in Python's environments and in those of the system. We do not run in a Python that could tell which
 * environment is meant, so it is each one whose programs are on `PATH`, as it is for a person at the terminal.
 *
 * @example
 * for (const folder of jupyterPaths().data) console.log(join(folder, "kernels"));
 */
export function jupyterPaths(environment: Environment = process.env): JupyterPaths {
  const home = environment.HOME || environment.USERPROFILE || homedir();
  const configDir = configFolder(environment, home);
  const dataDir = dataFolder(environment, home, configDir);
  const userBase = environment.PYTHONUSERBASE || join(home, ".local");
  const prefixes = pythonPrefixes(environment);
  const order = (kind: "share" | "etc", user: string) => {
    const users = [user, join(userBase, kind, "jupyter")];
    const isPreferred = preferred(environment);
    const folders = (chosen: readonly string[]) => chosen.map((prefix) => join(prefix, kind, "jupyter"));
    return [
      ...folders(prefixes.filter(isPreferred)),
      ...users,
      ...folders(prefixes.filter((prefix) => !isPreferred(prefix))),
      ...systemFolders(environment, kind),
    ];
  };
  return {
    configDir,
    dataDir,
    runtimeDir: environment.JUPYTER_RUNTIME_DIR || join(dataDir, "runtime"),
    data: distinct([...listed(environment.JUPYTER_PATH), ...order("share", dataDir)]),
    config: environment.JUPYTER_NO_CONFIG
      ? [configDir]
      : distinct([...listed(environment.JUPYTER_CONFIG_PATH), ...order("etc", configDir)]),
  };
}

/**
 * The environments of Python: the active one, then each folder whose `bin` is on `PATH`. Only where something of
 * Jupyter's is in them.
 */
function pythonPrefixes({ VIRTUAL_ENV, CONDA_PREFIX, PATH }: Environment): string[] {
  const onPath = listed(PATH)
    .filter((folder) => ["bin", "scripts"].includes(basename(folder).toLowerCase()))
    .map(dirname);
  return distinct([VIRTUAL_ENV, CONDA_PREFIX, ...onPath].filter(isGiven)).filter(
    (prefix) => existsSync(join(prefix, "share", "jupyter")) || existsSync(join(prefix, "etc", "jupyter")),
  );
}

/** Jupyter looks into a virtual environment before the home folder, and into the system's Python after it. */
function preferred({ JUPYTER_PREFER_ENV_PATH: wish, ...environment }: Environment) {
  if (wish !== undefined) return () => isSet(wish);
  return (prefix: string) =>
    existsSync(join(prefix, "pyvenv.cfg")) ||
    (prefix === environment.CONDA_PREFIX && (environment.CONDA_DEFAULT_ENV ?? "base") !== "base");
}

/** Made once for a process that wants none of the user's settings, as Jupyter does it. */
let emptyFolder: string | undefined;

function configFolder(environment: Environment, home: string): string {
  if (environment.JUPYTER_NO_CONFIG) {
    emptyFolder ??= mkdtempSync(join(tmpdir(), "daybook-clean-cfg-"));
    return emptyFolder;
  }
  if (environment.JUPYTER_CONFIG_DIR) return environment.JUPYTER_CONFIG_DIR;
  if (!isSet(environment.JUPYTER_PLATFORM_DIRS)) return join(home, ".jupyter");
  if (process.platform === "darwin") return join(home, "Library", "Application Support", "Jupyter");
  if (process.platform === "win32")
    return join(environment.LOCALAPPDATA || join(home, "AppData", "Local"), "Jupyter");
  return join(environment.XDG_CONFIG_HOME || join(home, ".config"), "jupyter");
}

function dataFolder(environment: Environment, home: string, configDir: string): string {
  if (environment.JUPYTER_DATA_DIR) return environment.JUPYTER_DATA_DIR;
  const platformDirs = isSet(environment.JUPYTER_PLATFORM_DIRS);
  if (process.platform === "darwin")
    return platformDirs
      ? join(home, "Library", "Application Support", "Jupyter")
      : join(home, "Library", "Jupyter");
  if (process.platform === "win32") {
    if (platformDirs) return join(environment.LOCALAPPDATA || join(home, "AppData", "Local"), "Jupyter");
    return environment.APPDATA ? join(environment.APPDATA, "jupyter") : join(configDir, "data");
  }
  return join(environment.XDG_DATA_HOME || join(home, ".local", "share"), "jupyter");
}

/** On Windows, every user may write to the folder of all: it counts only where the operator says so. */
function systemFolders(environment: Environment, kind: "share" | "etc"): string[] {
  if (process.platform !== "win32")
    return ["/usr/local", "/usr"].map((prefix) =>
      kind === "etc" && prefix === "/usr" ? "/etc/jupyter" : join(prefix, kind, "jupyter"),
    );
  const { JUPYTER_USE_PROGRAMDATA: wish, PROGRAMDATA: folder } = environment;
  return isSet(wish) && folder ? [join(folder, "jupyter")] : [];
}

/** As Jupyter reads a switch in the environment. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && !["no", "n", "false", "off", "0", "0.0"].includes(value.toLowerCase());
}

function listed(paths: string | undefined): string[] {
  return (paths ?? "")
    .split(delimiter)
    .filter((path) => path !== "")
    .map((path) => resolve(path));
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}

function distinct(paths: readonly string[]): string[] {
  return [...new Set(paths)];
}
