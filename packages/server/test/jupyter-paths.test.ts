import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import {
  jupyterConfigDir,
  jupyterConfigPath,
  jupyterDataDir,
  jupyterPath,
  jupyterRuntimeDir,
} from "../src/jupyter-paths.js";

const home = "/home/ada";
const system = ["/usr/local/share/jupyter", "/usr/share/jupyter"];
const user = "/home/ada/.local/share/jupyter";

function pathOf(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = "linux"): string[] {
  return jupyterPath({ environment, platform, home });
}

describe("the folders of data", () => {
  test("are the user's and the machine's", () => {
    expect(pathOf({})).toEqual([user, ...system]);
  });

  test("begin with those of JUPYTER_PATH", () => {
    expect(pathOf({ JUPYTER_PATH: "/one:/two:" })).toEqual(["/one", "/two", user, ...system]);
  });

  test("are those of an active environment before the user's", () => {
    expect(pathOf({ VIRTUAL_ENV: "/venv" })).toEqual(["/venv/share/jupyter", user, ...system]);
    expect(pathOf({ CONDA_PREFIX: "/conda/envs/lab", CONDA_DEFAULT_ENV: "lab" })[0]).toBe(
      "/conda/envs/lab/share/jupyter",
    );
  });

  test("are those of conda's base after the user's, as everybody is in it", () => {
    const base = { CONDA_PREFIX: "/conda", CONDA_DEFAULT_ENV: "base" };
    expect(pathOf(base)).toEqual([user, "/conda/share/jupyter", ...system]);
  });

  test("are in the order that JUPYTER_PREFER_ENV_PATH wants", () => {
    expect(pathOf({ VIRTUAL_ENV: "/venv", JUPYTER_PREFER_ENV_PATH: "0" })[0]).toBe(user);
    expect(pathOf({ CONDA_PREFIX: "/conda", JUPYTER_PREFER_ENV_PATH: "yes" })[0]).toBe(
      "/conda/share/jupyter",
    );
  });

  test("are those of the Python that a shell would run, each once", () => {
    const prefix = temporaryFolder({ "bin/python3": "" });
    writeFileSync(join(prefix, "bin/jupyter"), "", { mode: 0o755 });
    mkdirSync(join(prefix, "share/jupyter"), { recursive: true });
    const PATH = `/no/such/folder:${join(prefix, "bin")}`;
    expect(pathOf({ PATH, VIRTUAL_ENV: prefix })).toEqual([join(prefix, "share/jupyter"), user, ...system]);
    expect(pathOf({ PATH })).toEqual([user, join(prefix, "share/jupyter"), ...system]);
  });
});

describe.each([
  ["linux", {}, user],
  ["linux", { XDG_DATA_HOME: "/data" }, "/data/jupyter"],
  ["linux", { JUPYTER_DATA_DIR: "/jupyter", XDG_DATA_HOME: "/data" }, "/jupyter"],
  ["darwin", {}, "/home/ada/Library/Jupyter"],
  ["darwin", { JUPYTER_PLATFORM_DIRS: "1" }, "/home/ada/Library/Application Support/Jupyter"],
  ["win32", { APPDATA: "/roaming" }, "/roaming/jupyter"],
  ["win32", {}, "/home/ada/.jupyter/data"],
  ["win32", { LOCALAPPDATA: "/local", JUPYTER_PLATFORM_DIRS: "1" }, "/local/Jupyter"],
] as const)("on %s with %j", (platform, environment, folder) => {
  test(`the user's data is in ${folder}`, () => {
    expect(jupyterDataDir({ environment, platform, home })).toBe(folder);
    expect(jupyterRuntimeDir({ environment, platform, home })).toBe(`${folder}/runtime`);
  });
});

test("the machine's folder on Windows, which anybody may write to, is used where that is wanted", () => {
  const environment = { APPDATA: "/roaming", PROGRAMDATA: "/program-data" };
  expect(pathOf(environment, "win32")).toEqual(["/roaming/jupyter"]);
  expect(pathOf({ ...environment, JUPYTER_USE_PROGRAMDATA: "1" }, "win32")).toContain(
    "/program-data/jupyter",
  );
});

test("the runtime folder can be named", () => {
  const environment = { JUPYTER_RUNTIME_DIR: "/run/jupyter" };
  expect(jupyterRuntimeDir({ environment, platform: "linux", home })).toBe("/run/jupyter");
});

describe("the folders of settings", () => {
  const folders = (environment: NodeJS.ProcessEnv) =>
    jupyterConfigPath({ environment, platform: "linux", home });
  const user = ["/home/ada/.jupyter", "/home/ada/.local/etc/jupyter"];
  const system = ["/usr/local/etc/jupyter", "/etc/jupyter"];

  test("are the user's and the machine's, and before them those that are named", () => {
    expect(folders({})).toEqual([...user, ...system]);
    expect(folders({ JUPYTER_CONFIG_PATH: "/one:/two" }).slice(0, 3)).toEqual(["/one", "/two", user[0]]);
  });

  test("are those of an active environment before the user's", () => {
    expect(folders({ VIRTUAL_ENV: "/venv" })).toEqual(["/venv/etc/jupyter", ...user, ...system]);
  });

  test("are one empty folder for who wants no settings, and the same one again", () => {
    const [folder, ...others] = folders({ JUPYTER_NO_CONFIG: "1" });
    expect(others).toEqual([]);
    expect(folder).not.toContain(home);
    expect(folders({ JUPYTER_NO_CONFIG: "1" })).toEqual([folder]);
  });
});

test.each([
  ["linux", {}, "/home/ada/.jupyter"],
  ["linux", { JUPYTER_CONFIG_DIR: "/settings" }, "/settings"],
  ["linux", { JUPYTER_PLATFORM_DIRS: "1", XDG_CONFIG_HOME: "/xdg" }, "/xdg/jupyter"],
  ["linux", { JUPYTER_PLATFORM_DIRS: "off", XDG_CONFIG_HOME: "/xdg" }, "/home/ada/.jupyter"],
  ["darwin", { JUPYTER_PLATFORM_DIRS: "1" }, "/home/ada/Library/Application Support/Jupyter"],
  ["win32", { JUPYTER_PLATFORM_DIRS: "1", LOCALAPPDATA: "/local" }, "/local/Jupyter"],
] as const)("on %s with %j the user's settings are in %s", (platform, environment, folder) => {
  expect(jupyterConfigDir({ environment, platform, home })).toBe(folder);
});
