import { readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { schemaFileExtensions } from "@daybook/eventlog";

/**
 * The schema files that an entry of `schema_paths` stands for: the file itself, or all below a folder, in the order of
 * their names.
 *
 * @throws {Error} in words, where there is nothing at the path or a folder cannot be read
 */
export function schemaFilesAt(path: string, directory: string): string[] {
  const start = resolve(directory, path);
  const status = statusOf(start);
  if (status === undefined) throw new Error("there is no such file or folder");
  return status.isDirectory() ? below(start, new Set()) : [start];
}

/** Links are followed: mounted configurations are links through a hidden folder, which itself is skipped. */
function below(folder: string, seen: Set<string>): string[] {
  const real = realpathSync(folder);
  if (seen.has(real)) return [];
  seen.add(real);
  const names = readdirSync(folder).filter((name) => !name.startsWith("."));
  // Not localeCompare: the order must not depend on the machine's language.
  names.sort((left, right) => (left < right ? -1 : 1));
  return names.flatMap((name) => {
    const path = join(folder, name);
    if (statusOf(path)?.isDirectory()) return below(path, seen);
    return schemaFileExtensions.includes(extname(name).toLowerCase()) ? [path] : [];
  });
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
