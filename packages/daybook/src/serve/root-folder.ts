import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Configuration } from "../configuration/configuration.js";
import { named } from "../configuration/options.js";
import { Problems } from "../configuration/problem.js";
import { UsageError } from "../errors.js";

/**
 * The absolute path of the folder to serve: from the flag, else the configuration, else the current one.
 *
 * @throws {UsageError | ConfigurationError} where there is no such folder, by where it was named
 */
export function rootFolder(
  flag: string | undefined,
  { source, settings }: Configuration,
  cwd: string,
): string {
  if (flag !== undefined) {
    if (!isFolder(flag)) throw new UsageError(`--root-dir: there is no folder ${flag}`);
    return flag;
  }
  const { rootDir } = settings.ServerApp;
  if (rootDir === undefined) return cwd;
  const path = resolve(source.directory, rootDir);
  if (!isFolder(path)) {
    const problems = new Problems();
    problems.add({
      place: ["ServerApp", named("root_dir", source.naming)],
      message: `there is no folder ${path}`,
    });
    problems.throwIfAny(source);
  }
  return path;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
