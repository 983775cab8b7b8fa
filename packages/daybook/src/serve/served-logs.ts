import { realpathSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import type { Configuration } from "../configuration/configuration.js";
import { logFileOf } from "../configuration/configured-handler.js";
import { displayPath } from "../display-path.js";

/**
 * Warnings for event logs that lie in the folder that is served: who is recorded in them can read and change them. Below
 * a name that begins with a dot nobody reaches them.
 *
 * @param cwd what the paths in the warnings are relative to
 */
export function servedLogWarnings(
  { handlers, source }: Pick<Configuration, "handlers" | "source">,
  { rootDir, allowHidden = false }: { readonly rootDir: string; readonly allowHidden?: boolean },
  cwd: string,
): string[] {
  const root = realpathSync(rootDir);
  const warnings: string[] = [];
  for (const { handler } of handlers) {
    const file = logFileOf(handler, source.directory);
    if (file === undefined) continue;
    const place = realPlace(file);
    const below = place.startsWith(root.endsWith(sep) ? root : root + sep)
      ? place.slice(root.length)
      : undefined;
    if (below === undefined || (!allowHidden && below.split(sep).some((name) => name.startsWith("."))))
      continue;
    warnings.push(
      `${displayPath(file, cwd)} lies in the folder that is served: whoever uses the server can read and change what is recorded of them. Serve another folder, or keep the log elsewhere.`,
    );
  }
  return warnings;
}

/** The same path without links in its folders; the file itself, and its folder, may not be there yet. */
function realPlace(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path;
  }
}
