import { createHash } from "node:crypto";
import { constants, type FileHandle, open } from "node:fs/promises";
import { serverError } from "../../errors.js";
import { type ExistingPlace, requireBelowRoot } from "./paths.js";

/** Larger files could not become one JavaScript string, which base64 and JSON need: about 350 MiB. */
const largestContent = 350 * 1024 * 1024;

// Not there on Windows. Links were followed already; one put there since is not. A pipe must not be waited for.
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a file for reading, and only a file: opening a pipe or a device could wait for ever or set something off.
 *
 * @throws {ServerError} `bad-type` for anything else
 */
export async function openFile(place: ExistingPlace): Promise<FileHandle> {
  requireFile(place);
  const handle = await open(place.target, openFlags);
  try {
    // It may have been replaced since it was looked at.
    if (!(await handle.stat()).isFile()) throw notFile(place.path);
    await requireBelowRoot(handle.fd, place);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** @throws {ServerError} `bad-type` for anything but a file */
export function requireFile({ path, stats }: ExistingPlace): void {
  if (stats.isDirectory()) throw serverError("bad-type", `It is a directory, not a file: ${path}`);
  if (!stats.isFile()) throw notFile(path);
}

/**
 * Reads a whole file.
 *
 * @throws {ServerError} `too-large` beyond {@link largestContent}
 */
export async function readFile(place: ExistingPlace): Promise<Buffer> {
  const handle = await openFile(place);
  try {
    const { size } = await handle.stat();
    if (size > largestContent) {
      throw serverError(
        "too-large",
        `The file is too large to be sent as JSON; download it instead: ${place.path}`,
      );
    }
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** The SHA-256 of a file of any size, in hexadecimal digits. */
export async function hashFile(place: ExistingPlace): Promise<string> {
  const handle = await openFile(place);
  const hash = createHash("sha256");
  try {
    const buffer = Buffer.allocUnsafe(256 * 1024);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/** Copies all of an open file to another, from the start, however large. */
export async function copyBytes(source: FileHandle, destination: FileHandle): Promise<void> {
  const buffer = Buffer.allocUnsafe(256 * 1024);
  for (let position = 0; ; ) {
    const { bytesRead } = await source.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return;
    await destination.writeFile(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}

function notFile(path: string) {
  return serverError("bad-type", `It is neither a file nor a directory: ${path}`);
}
