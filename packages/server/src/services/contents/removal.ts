import { readdir, rm, rmdir, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { serverError } from "../../errors.js";
import { checkpointsFolder } from "../checkpoints/manager.js";
import { isTemporaryName, syncFolder } from "../files-on-disk/atomic-write.js";
import type { ExistingPlace } from "../files-on-disk/paths.js";

/**
 * Removes a file, a folder, or a link itself, not what it leads to.
 *
 * @param withContents remove folders with all that is in them
 * @throws {ServerError} `directory-not-empty` where a folder holds more than checkpoints and what we left ourselves
 */
export async function removeEntry(
  { entry, target, path, stats }: ExistingPlace,
  withContents: boolean,
): Promise<void> {
  if (entry !== target || !stats.isDirectory()) await unlink(entry);
  else if (withContents) await rm(entry, { recursive: true });
  else await removeEmptyFolder(entry, path);
  await syncFolder(dirname(entry));
}

async function removeEmptyFolder(folder: string, path: string): Promise<void> {
  const names = await readdir(folder);
  const isOurs = (name: string) => name === checkpointsFolder || isTemporaryName(name);
  if (!names.every(isOurs)) throw serverError("directory-not-empty", `The directory is not empty: ${path}`);
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true });
  await rmdir(folder);
}
