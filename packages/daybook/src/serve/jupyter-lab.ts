import { resolve } from "node:path";
import type { JupyterLab, JupyterLabOptions } from "@daybook/server";
import type { Configuration } from "../configuration/configuration.js";
import { named } from "../configuration/options.js";
import { Problems } from "../configuration/problem.js";

/** `findJupyterLab` of the server, which is loaded late. */
export type Find = (
  options: JupyterLabOptions,
  environment: Readonly<Record<string, string | undefined>>,
) => JupyterLab | undefined;

/**
 * The JupyterLab to serve: the one that the configuration names, else whichever is installed; undefined where none is.
 *
 * @throws {ConfigurationError} where none is in the folder that the configuration names
 */
export function chosenJupyterLab(
  { source, settings }: Pick<Configuration, "source" | "settings">,
  environment: Readonly<Record<string, string | undefined>>,
  find: Find,
): JupyterLab | undefined {
  const absolute = Object.entries(settings.LabApp).map(([option, path]) => [
    option,
    path && resolve(source.directory, path),
  ]);
  const options: JupyterLabOptions = Object.fromEntries(absolute.filter(([, path]) => path !== undefined));
  const lab = find(options, environment);
  if (lab === undefined && options.appDir !== undefined) {
    const problems = new Problems();
    problems.add({
      place: ["LabApp", named("app_dir", source.naming)],
      message: `there is no JupyterLab 4 in ${options.appDir}; it is the folder share/jupyter/lab of where it is installed`,
    });
    problems.throwIfAny(source);
  }
  return lab;
}
