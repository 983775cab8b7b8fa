import { closeSync, constants, fsyncSync, openSync } from "node:fs";

/** A file that was made or renamed is found after a power cut only where its folder was synced, too. */
export function syncFolder(path: string): void {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY);
    fsyncSync(descriptor);
  } catch {
    // Not every file system can; the file itself is synced.
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
