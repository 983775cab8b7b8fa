import { join } from "node:path";
import type { JupyterLab } from "./installation.js";
import type { Report } from "./json-files.js";
import { prebuiltExtensions } from "./page/prebuilt-extensions.js";

/**
 * The folders with themes: those of extensions, then JupyterLab's own. In each, a theme is a folder named as its package.
 */
export async function themeFolders({ appDir, extensionDirs }: JupyterLab, report: Report): Promise<string[]> {
  const extensions = await prebuiltExtensions(extensionDirs, report);
  return [...extensions.map(({ folder }) => join(folder, "themes")), join(appDir, "themes")];
}
