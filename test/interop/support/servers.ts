import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type RunningServer, startProgram } from "./server-process.js";

const daybook = fileURLToPath(new URL("../../../packages/daybook/bin/daybook.js", import.meta.url));
const token = "interop-token";

/** One of the two servers, and the folder that it serves. */
export interface Side extends RunningServer {
  readonly root: string;
}

/** What else a server is started with. */
export interface Surroundings {
  /** Options of its command line. */
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Sections of its configuration file: of Daybook only. */
  readonly sections?: object;
}

/**
 * A real jupyter_server that neither reads nor leaves anything outside of a folder.
 *
 * @param extensions of the server, such as `jupyterlab`; it has none by itself
 */
export async function startJupyter(
  python: string,
  folder: string,
  extensions: readonly string[] = [],
  { args = [], environment = {} }: Surroundings = {},
): Promise<Side> {
  const root = join(folder, "root");
  const own = join(folder, "own");
  await mkdir(root, { recursive: true });
  await mkdir(own);
  const server = await startProgram({
    command: python,
    args: [
      ...["-m", "jupyter_server", "--allow-root", "--no-browser"],
      "--ServerApp.ip=127.0.0.1",
      "--ServerApp.port=0",
      `--ServerApp.root_dir=${root}`,
      `--IdentityProvider.token=${token}`,
      "--FileContentsManager.delete_to_trash=False",
      `--ServerApp.jpserver_extensions={${extensions.map((name) => `"${name}": True`).join(", ")}}`,
      ...args,
    ],
    folder: own,
    environment: {
      HOME: own,
      JUPYTER_NO_CONFIG: "1",
      JUPYTER_CONFIG_DIR: own,
      JUPYTER_DATA_DIR: own,
      JUPYTER_RUNTIME_DIR: own,
      PYTHONDONTWRITEBYTECODE: "1",
      ...environment,
    },
    listening: /http:\/\/127\.0\.0\.1:(\d+)\//,
    token,
  });
  return { ...server, root };
}

/** The `daybook` that the build made. @param EventLog the section of its configuration */
export async function startDaybook(
  folder: string,
  EventLog: object = {},
  { args = [], environment = {}, sections = {} }: Surroundings = {},
): Promise<Side> {
  const root = join(folder, "root");
  await mkdir(root, { recursive: true });
  const configuration = join(folder, "daybook.json");
  await writeFile(configuration, JSON.stringify({ EventLog, ServerApp: { root_dir: "root" }, ...sections }));
  const server = await startProgram({
    command: process.execPath,
    args: [daybook, "serve", "--config", configuration, "--port", "0", "--token", token, ...args],
    folder,
    environment: { JUPYTER_DATA_DIR: join(folder, "own"), ...environment },
    listening: /Daybook is listening at http:\/\/127\.0\.0\.1:(\d+)\//,
    token,
  });
  return { ...server, root };
}
