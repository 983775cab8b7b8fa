import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { HandlerError } from "./errors.js";
import { fileErrorInWords } from "./system-errors.js";

/** So many bytes must be free: enough for the events of what is under way already, and for what the file system itself needs. */
const reserve = 256 * 1024;

/**
 * Finds out whether a file can grow, without writing to it.
 *
 * @param waiting bytes that are to be written there already
 * @throws {HandlerError} where its disk is full, or its folder cannot be reached
 */
export async function assertRoomFor(path: string, waiting: number): Promise<void> {
  const { blocks, bavail, bsize } = await statfs(dirname(path)).catch((error: unknown) => {
    throw new HandlerError(`${path}: ${fileErrorInWords(error, "write")}`, { cause: error });
  });
  // File systems that keep nothing, such as that of devices, have no blocks.
  if (blocks > 0 && bavail * bsize < waiting + reserve) {
    throw new HandlerError(`${path}: the disk is full; make room`);
  }
}
