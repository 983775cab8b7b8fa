import { readdir } from "node:fs/promises";
import { isTemporaryName } from "../files-on-disk/atomic-write.js";
import { type ContentsModel, describe, typeOf } from "./model.js";
import { type ExistingPlace, joinPath, type RootPaths } from "../files-on-disk/paths.js";

/** How many entries are looked at together: enough to keep the disk busy, without a burst of a large folder's size. */
const batchSize = 64;

/** What Jupyter leaves out of listings although it can be opened. */
const unlisted = /^(?:__pycache__|.*\.py[co]|\.DS_Store|.*~)$/s;

/**
 * The models of a folder's entries, without their contents, sorted by name. Left out is what could not be opened
 * anyway: hidden entries, pipes and devices, broken links, links that leave the root, whatever fails to be read.
 */
export async function listDirectory(place: ExistingPlace, paths: RootPaths): Promise<ContentsModel[]> {
  const names = (await readdir(place.target)).filter(
    (name) => !unlisted.test(name) && !isTemporaryName(name),
  );
  names.sort();
  const models: ContentsModel[] = [];
  for (let start = 0; start < names.length; start += batchSize) {
    const batch = names.slice(start, start + batchSize);
    const found = await Promise.all(batch.map((name) => describeEntry(joinPath(place.path, name), paths)));
    models.push(...found.filter((model) => model !== undefined));
  }
  return models;
}

async function describeEntry(path: string, paths: RootPaths): Promise<ContentsModel | undefined> {
  try {
    const place = await paths.findExisting(path, "read");
    const type = typeOf(place.name, place.stats);
    return type === undefined ? undefined : await describe(place, type);
  } catch {
    // One bad entry must not hide the others.
    return undefined;
  }
}
