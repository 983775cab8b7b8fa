import { randomBytes } from "node:crypto";
import type { BigIntStats } from "node:fs";
import {
  constants,
  type FileHandle,
  link,
  lstat,
  mkdir,
  open,
  rename,
  rm,
  rmdir,
  unlink,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemCode } from "./system-error.js";

/** What fills a new file. */
type Fill = (handle: FileHandle) => Promise<unknown>;

// Synchronisation clients know the prefix and leave such files alone.
const temporaryPrefix = ".~daybook-";

/** True for the names of files that are still being written: they are not to be shown. */
export function isTemporaryName(name: string): boolean {
  return name.startsWith(temporaryPrefix);
}

/** A new hidden name in a folder. Short, so that it fits wherever the name of the file itself does. */
export function temporaryPath(folder: string): string {
  return join(folder, temporaryPrefix + randomBytes(8).toString("hex"));
}

/**
 * Replaces a file's contents, or makes the file: whoever reads it, even after a crash, sees all of the old or all of the
 * new.
 *
 * @param target the host path, links followed
 * @param fill may be called a second time, for another file
 * @param like a file whose permissions, and where possible owner, it gets: mostly the one that is replaced
 */
export async function replaceFile(target: string, fill: Fill, like: BigIntStats | undefined): Promise<void> {
  let temporary: string;
  try {
    temporary = await writeTemporary(dirname(target), fill, like);
  } catch (error) {
    const code = systemCode(error);
    if (code !== "EACCES" && code !== "EPERM") throw error;
    // A writable file in a folder that is not: there is no other way to save it.
    if (await overwrite(target, fill)) return;
    throw error;
  }
  await publish(temporary, target);
}

/** Puts a complete temporary file in the place of the file it was written for. Removes it where that fails. */
export async function publish(temporary: string, target: string): Promise<void> {
  try {
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(target));
}

/**
 * Makes a new file, complete from its first moment. Fails with `EEXIST` where the name is taken, also when another
 * request takes it meanwhile.
 *
 * @param like a file whose permissions it gets
 */
export async function createFile(target: string, fill: Fill, like?: BigIntStats): Promise<void> {
  const temporary = await writeTemporary(dirname(target), fill, like);
  try {
    await moveFile(temporary, target);
    await syncFolder(dirname(target));
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Writes a temporary file and syncs it; nothing stays behind where that fails. */
async function writeTemporary(folder: string, fill: Fill, like?: BigIntStats): Promise<string> {
  const path = temporaryPath(folder);
  const handle = await open(path, "wx");
  try {
    await copyPermissions(handle, like);
    await fill(handle);
    await handle.sync();
    await handle.close();
    return path;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(path, { force: true });
    throw error;
  }
}

/** Gives an open file the mode and, where the system lets us, the owner of another. */
export async function copyPermissions(handle: FileHandle, like: BigIntStats | undefined): Promise<void> {
  if (like === undefined) return;
  const own = await handle.stat({ bigint: true });
  if (own.uid !== like.uid || own.gid !== like.gid) {
    await handle.chown(Number(like.uid), Number(like.gid)).catch(() => undefined);
  }
  // After the owner: changing that clears some bits of the mode.
  await handle.chmod(Number(like.mode & 0o7777n));
}

/** Writes over an existing file in place; `false` where that cannot be opened either. */
async function overwrite(target: string, fill: Fill): Promise<boolean> {
  const flags = constants.O_WRONLY | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);
  const handle = await open(target, flags).catch(() => undefined);
  if (handle === undefined) return false;
  try {
    await fill(handle);
    await handle.sync();
    return true;
  } finally {
    await handle.close();
  }
}

/**
 * Renames without ever replacing anything: fails with `EEXIST` where the new name is taken. `rename` itself would
 * replace it, so the new name is taken first, in a way that only one can succeed.
 */
export async function moveEntry(from: string, to: string): Promise<void> {
  const stats = await lstat(from, { bigint: true });
  if (process.platform === "win32" && stats.isDirectory()) await rename(from, to);
  else if (await isSameButForCase(from, to, stats)) await rename(from, to);
  else if (stats.isDirectory()) await moveOver(from, to, () => mkdir(to), rmdir);
  else await moveFile(from, to, stats.isFile());
  await syncFolder(dirname(to));
  if (dirname(from) !== dirname(to)) await syncFolder(dirname(from));
}

/** Where the file system takes `a.txt` and `A.txt` for one name, the new name is taken, by the file itself. */
async function isSameButForCase(from: string, to: string, stats: BigIntStats): Promise<boolean> {
  if (from.toLowerCase() !== to.toLowerCase()) return false;
  const taken = await lstat(to, { bigint: true }).catch(() => undefined);
  return taken?.ino === stats.ino && taken.dev === stats.dev && stats.nlink === 1n;
}

async function moveFile(from: string, to: string, linkable = true): Promise<void> {
  if (linkable && (await tryLink(from, to))) {
    try {
      await unlink(from);
    } catch (error) {
      await unlink(to);
      throw error;
    }
  } else {
    await moveOver(from, to, async () => (await open(to, "wx")).close(), unlink);
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (cannotLink.has(systemCode(error) ?? "")) return false;
    throw error;
  }
}

/** Where a file system or a mount knows no hard links. */
const cannotLink: ReadonlySet<string> = new Set([
  "EPERM",
  "ENOTSUP",
  "EOPNOTSUPP",
  "ENOSYS",
  "EMLINK",
  "EXDEV",
]);

/** Takes the new name with something empty of ours, which the rename then replaces. */
async function moveOver(
  from: string,
  to: string,
  take: () => Promise<unknown>,
  release: (path: string) => Promise<void>,
): Promise<void> {
  await take();
  try {
    await rename(from, to);
  } catch (error) {
    await release(to).catch(() => undefined);
    throw error;
  }
}

/** Makes a new, removed or renamed entry of a folder survive a crash. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, constants.O_RDONLY);
    await handle.sync();
  } catch {
    // Not every system can sync folders; the file itself is safe.
  } finally {
    await handle?.close();
  }
}
