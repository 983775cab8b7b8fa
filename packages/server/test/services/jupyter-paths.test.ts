import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { jupyterPaths } from "../../src/services/jupyter-paths.js";

describe.skipIf(process.platform !== "linux")("Jupyter's folders on Linux", () => {
  test("without any variables they are those of the home folder, then those of the system", () => {
    const { data, config, dataDir, configDir, runtimeDir } = jupyterPaths({ HOME: "/home/ada" });
    expect(data).toEqual([
      "/home/ada/.local/share/jupyter",
      "/usr/local/share/jupyter",
      "/usr/share/jupyter",
    ]);
    expect(config).toEqual([
      "/home/ada/.jupyter",
      "/home/ada/.local/etc/jupyter",
      "/usr/local/etc/jupyter",
      "/etc/jupyter",
    ]);
    expect([dataDir, configDir, runtimeDir]).toEqual([
      data[0],
      config[0],
      "/home/ada/.local/share/jupyter/runtime",
    ]);
  });

  test("Jupyter's own variables name folders, several of them separated as in PATH", () => {
    const paths = jupyterPaths({
      HOME: "/home/ada",
      JUPYTER_PATH: ["/one", "/two"].join(delimiter),
      JUPYTER_CONFIG_PATH: "/three",
      JUPYTER_DATA_DIR: "/data",
      JUPYTER_CONFIG_DIR: "/config",
      JUPYTER_RUNTIME_DIR: "/run/ada",
    });
    expect(paths.data.slice(0, 3)).toEqual(["/one", "/two", "/data"]);
    expect(paths.config.slice(0, 2)).toEqual(["/three", "/config"]);
    expect(paths.runtimeDir).toBe("/run/ada");
  });

  test("XDG's folders count for data, and for settings only where platform folders are asked for", () => {
    const xdg = { HOME: "/home/ada", XDG_DATA_HOME: "/xdg/data", XDG_CONFIG_HOME: "/xdg/config" };
    expect(jupyterPaths(xdg)).toMatchObject({
      dataDir: "/xdg/data/jupyter",
      configDir: "/home/ada/.jupyter",
    });
    expect(jupyterPaths({ ...xdg, JUPYTER_PLATFORM_DIRS: "1" }).configDir).toBe("/xdg/config/jupyter");
    expect(jupyterPaths({ ...xdg, JUPYTER_PLATFORM_DIRS: "off" }).configDir).toBe("/home/ada/.jupyter");
  });

  test("who wants no settings gets an empty folder, and the same one again", () => {
    const { config, configDir } = jupyterPaths({ HOME: "/home/ada", JUPYTER_NO_CONFIG: "1" });
    expect(config).toEqual([configDir]);
    expect(configDir).not.toContain("ada");
    expect(jupyterPaths({ JUPYTER_NO_CONFIG: "1" }).configDir).toBe(configDir);
  });
});

describe.skipIf(process.platform !== "linux")("environments of Python", () => {
  const home = "/home/ada/.local/share/jupyter";

  test("one whose programs are on PATH is found, after the home folder", () => {
    const prefix = temporaryFolder({ "share/jupyter/kernels/x/kernel.json": "{}" });
    const { data } = jupyterPaths({ HOME: "/home/ada", PATH: `/nowhere/bin:${join(prefix, "bin")}` });
    expect(data.slice(0, 2)).toEqual([home, join(prefix, "share", "jupyter")]);
  });

  test("a virtual environment comes before the home folder", () => {
    const prefix = temporaryFolder({ "pyvenv.cfg": "", "share/jupyter/lab/x": "" });
    const environment = { HOME: "/home/ada", VIRTUAL_ENV: prefix, PATH: join(prefix, "bin") };
    const { data, config } = jupyterPaths(environment);
    expect(data.slice(0, 2)).toEqual([join(prefix, "share", "jupyter"), home]);
    expect(config[0]).toBe(join(prefix, "etc", "jupyter"));
    expect(jupyterPaths({ ...environment, JUPYTER_PREFER_ENV_PATH: "0" }).data[0]).toBe(home);
  });

  test("one of conda comes before the home folder unless it is the base", () => {
    const prefix = temporaryFolder({ "share/jupyter/lab/x": "" });
    const environment = { HOME: "/home/ada", CONDA_PREFIX: prefix };
    expect(jupyterPaths({ ...environment, CONDA_DEFAULT_ENV: "base" }).data[0]).toBe(home);
    expect(jupyterPaths({ ...environment, CONDA_DEFAULT_ENV: "lab" }).data[1]).toBe(home);
  });

  test("a folder of programs without anything of Jupyter's beside it is none", () => {
    const prefix = temporaryFolder({ "bin/python3": "" });
    expect(jupyterPaths({ HOME: "/home/ada", PATH: join(prefix, "bin") }).data).not.toContain(
      join(prefix, "share", "jupyter"),
    );
  });
});
