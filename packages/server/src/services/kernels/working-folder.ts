import { normalizePath, type RootPaths, splitPath } from "../files-on-disk/paths.js";

/**
 * Where a kernel works: the folder at a contents path, or that of the notebook there; the nearest one above that exists.
 *
 * @throws {ServerError} for a path that leads out of the root
 */
export async function workingFolder(paths: RootPaths, path: string): Promise<string> {
  for (let rest = normalizePath(path); rest !== ""; rest = splitPath(rest).folder) {
    const { stats, target } = await paths.find(rest, "read");
    if (stats?.isDirectory()) return target;
  }
  return (await paths.find("", "read")).target;
}
