import { closeSync, constants, fsyncSync, openSync } from "node:fs";
import { HandlerError } from "./errors.js";
import { fileErrorInWords } from "./system-errors.js";

/** With these a file system says that it knows no syncing of folders: some network file systems, and some in user space. */
const unsupported: ReadonlySet<unknown> = new Set(["EINVAL", "ENOSYS", "ENOTSUP"]);

/** On Windows no folder can be synced, and its answers are those for a lack of rights. Elsewhere they mean just that. */
const unsupportedOnWindows: ReadonlySet<unknown> = new Set(["EACCES", "EISDIR", "EPERM"]);

/**
 * True where an error means that folders cannot be synced there at all, so that trying is all that can be done. Anything
 * else, a disk that fails above all, leaves open whether a name lasts: then nothing may be acknowledged.
 */
export function cannotSyncFolders(error: unknown, platform = process.platform): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return unsupported.has(code) || (platform === "win32" && unsupportedOnWindows.has(code));
}

/**
 * A file that was made or renamed is found after a power cut only where its folder was synced, too.
 *
 * @throws what the system says, but for file systems that cannot sync folders
 */
export function syncFolder(path: string): void {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY);
    fsyncSync(descriptor);
  } catch (error) {
    if (!cannotSyncFolders(error)) throw error;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * Finds out whether a folder can be opened for {@link syncFolder}, so that a missing right shows at the start.
 *
 * @throws {HandlerError} with the fix, but not with the name of the folder
 */
export function assertSyncable(path: string): void {
  try {
    closeSync(openSync(path, constants.O_RDONLY));
  } catch (error) {
    if (cannotSyncFolders(error)) return;
    throw new HandlerError(`its folder cannot be synced: ${fileErrorInWords(error, "read")}`, {
      cause: error,
    });
  }
}
