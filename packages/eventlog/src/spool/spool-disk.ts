import { type FileHandle, open, unlink } from "node:fs/promises";
import { cannotSyncFolders } from "../sync-folder.js";

/** A file of a spool: the part of Node's `FileHandle` that spools use. */
export type SpoolFile = Pick<FileHandle, "write" | "read" | "datasync" | "sync" | "truncate" | "close">;

/** The disk as a spool sees it once it is open. Tests put a failing one in its place. */
export interface SpoolDisk {
  open(path: string, flags: string, mode?: number): Promise<SpoolFile>;
  unlink(path: string): Promise<void>;
}

export const nodeDisk: SpoolDisk = { open, unlink };

/** Makes what happened to the names in a folder last, not only the contents of the files; see {@link cannotSyncFolders}. */
export async function syncFolder(disk: SpoolDisk, folder: string): Promise<void> {
  let file: SpoolFile | undefined;
  try {
    file = await disk.open(folder, "r");
    await file.sync();
  } catch (error) {
    if (!cannotSyncFolders(error)) throw error;
  } finally {
    await file?.close();
  }
}
