import type { Stats } from "node:fs";
import { constants, open } from "node:fs/promises";
import { serverError } from "../../errors.js";

/** Far more than settings and workspaces have, in bytes. */
const largestSmallFile = 32 * 1024 * 1024;

// Not there on Windows. A pipe that nobody writes to must not be waited for: a few of those would stop all work on files.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

export interface SmallFile {
  readonly bytes: Buffer;
  readonly stats: Stats;
}

/**
 * Reads a file of ours or the operator's that is read whole, links followed. People write such files, and programs in
 * their terminals do: what is no file, or could fill the memory, is not read.
 *
 * @param path on this machine
 * @param largest how many bytes it may have
 * @throws {ServerError} `bad-type` for what is no file, `too-large`; else errors of the system
 */
export async function readSmallFile(path: string, largest = largestSmallFile): Promise<SmallFile> {
  const handle = await open(path, openFlags);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw serverError("bad-type", "It is no file");
    if (stats.size > largest) throw serverError("too-large");
    return { bytes: await handle.readFile(), stats };
  } finally {
    await handle.close();
  }
}
