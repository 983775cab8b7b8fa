import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isObject } from "@daybook/eventlog";
import { type Data, type Report, readObject } from "../json-files.js";

/** An extension that was built on its own and lies beside JupyterLab; its `package.json` says what it is. */
export interface PrebuiltExtension {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  readonly packageData: Data;
  /** The member `jupyterlab` of {@link packageData}. */
  readonly lab: Data;
  /** How it was installed, where that is known. */
  readonly install: Data | undefined;
}

/**
 * Finds the prebuilt extensions. Of several with one name, the one in the most important folder is the one.
 *
 * @param extensionDirs most important folder first
 */
export async function prebuiltExtensions(
  extensionDirs: readonly string[],
  report: Report,
): Promise<PrebuiltExtension[]> {
  const found = new Map<string, PrebuiltExtension>();
  for (const extensionDir of extensionDirs) {
    for (const folder of await packageFolders(extensionDir)) {
      const packageData = await readObject(join(folder, "package.json"), report);
      if (packageData === undefined) continue;
      const { name, version, jupyterlab: lab } = packageData;
      if (typeof name !== "string" || found.has(name)) continue;
      if (!isObject(lab) || !isObject(lab._build)) {
        report(`${folder} is passed over: its package.json is not that of a prebuilt extension`);
        continue;
      }
      const install = await readObject(join(folder, "install.json"), report);
      found.set(name, {
        name,
        version: typeof version === "string" ? version : "",
        folder,
        packageData,
        lab,
        install,
      });
    }
  }
  return [...found.values()];
}

/** Packages are folders, or folders of an `@organisation`. */
async function packageFolders(extensionDir: string): Promise<string[]> {
  const folders: string[] = [];
  for (const name of await folderNames(extensionDir)) {
    const path = join(extensionDir, name);
    if (name.startsWith("@")) folders.push(...(await folderNames(path)).map((below) => join(path, below)));
    else folders.push(path);
  }
  return folders;
}

/** Extensions under development are linked to. */
async function folderNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  return entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .sort();
}
