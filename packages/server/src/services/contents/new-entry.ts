import { cp, type FileHandle, lstat, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { serverError } from "../../errors.js";
import { createFile } from "../files-on-disk/atomic-write.js";
import type { ContentsType } from "./model.js";
import type { Candidates } from "./naming.js";
import { emptyNotebook } from "./notebook/empty.js";
import { writeNotebook } from "./notebook/document.js";
import { type ExistingPlace, joinPath, type Place, type RootPaths } from "../files-on-disk/paths.js";
import { copyBytes, openFile, requireFile } from "../files-on-disk/regular-file.js";
import { systemCode } from "../files-on-disk/system-error.js";

/**
 * Makes something under the first name that is free. Two that try the same name at once get different ones, as making
 * it fails with `EEXIST` for the second.
 *
 * @returns its API path
 */
export async function createUnderFreeName(
  folder: ExistingPlace,
  names: Candidates,
  create: (target: string) => Promise<unknown>,
): Promise<string> {
  for (;;) {
    const name = names.next().value;
    const target = join(folder.target, name);
    if (await isTaken(target)) continue;
    try {
      await create(target);
      return joinPath(folder.path, name);
    } catch (error) {
      if (systemCode(error) !== "EEXIST") throw error;
    }
  }
}

async function isTaken(target: string): Promise<boolean> {
  return lstat(target).then(
    () => true,
    () => false,
  );
}

/** Makes an empty file, notebook or folder; fails with `EEXIST` where the name is taken. */
export async function createEmpty(target: string, type: ContentsType): Promise<void> {
  if (type === "directory") {
    await mkdir(target);
    return;
  }
  const bytes = type === "notebook" ? writeNotebook(emptyNotebook(), "").bytes : Buffer.alloc(0);
  await createFile(target, (handle) => handle.writeFile(bytes));
}

/**
 * What copies a file, or a folder with all that is in it.
 *
 * @throws {ServerError} `bad-path` for a folder into itself, `bad-type` for what is neither
 */
export function copierOf(source: ExistingPlace, to: Place): (target: string) => Promise<void> {
  if (!source.stats.isDirectory()) {
    requireFile(source);
    return (target) => createCopy(source, target);
  }
  if (source.path === "" || `${to.path}/`.startsWith(`${source.path}/`)) {
    throw serverError("bad-path", `A directory cannot be copied into itself: ${source.path}`);
  }
  return (target) => createFolderCopy(source, target);
}

/** Copies a file byte for byte, with its permissions; fails with `EEXIST` where the name is taken. */
async function createCopy(from: ExistingPlace, target: string): Promise<void> {
  const source = await openFile(from);
  try {
    await createFile(target, (destination: FileHandle) => copyBytes(source, destination), from.stats);
  } finally {
    await source.close();
  }
}

/**
 * Copies a folder with the files and folders in it, hidden ones too; fails with `EEXIST` where the name is taken. Links
 * stay behind: what they lead to may be anywhere.
 */
async function createFolderCopy(from: ExistingPlace, target: string): Promise<void> {
  await mkdir(target);
  try {
    await cp(from.target, target, { recursive: true, force: false, filter: isFileOrFolder });
  } catch (error) {
    await rm(target, { recursive: true, force: true });
    throw error;
  }
}

async function isFileOrFolder(path: string): Promise<boolean> {
  const stats = await lstat(path);
  return stats.isFile() || stats.isDirectory();
}

/** The folder to make something in. */
export async function findFolder(paths: RootPaths, path: string): Promise<ExistingPlace> {
  const folder = await paths.findExisting(path, "write");
  if (folder.stats.isDirectory()) return folder;
  throw serverError("bad-type", `It is not a directory: ${folder.path}`);
}
