import { type FileHandle, open, unlink } from "node:fs/promises";

/** A file of a spool: the part of Node's `FileHandle` that spools use. */
export type SpoolFile = Pick<FileHandle, "write" | "read" | "datasync" | "sync" | "truncate" | "close">;

/** The disk as a spool sees it once it is open. Tests put a failing one in its place. */
export interface SpoolDisk {
  open(path: string, flags: string, mode?: number): Promise<SpoolFile>;
  unlink(path: string): Promise<void>;
}

export const nodeDisk: SpoolDisk = { open, unlink };

/** Makes what happened to the names in a folder last, not only the contents of the files. */
export async function syncFolder(disk: SpoolDisk, folder: string): Promise<void> {
  // There folders cannot be opened, and names last without it.
  if (process.platform === "win32") return;
  const file = await disk.open(folder, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
