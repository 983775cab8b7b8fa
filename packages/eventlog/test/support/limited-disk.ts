import { createRequire } from "node:module";
import { promisify } from "node:util";

// By this way the real one comes, also in a test that has put this disk in its place.
const fs: typeof import("node:fs") = createRequire(import.meta.url)("node:fs");

/** A disk that can be full, slow or stubborn; `vi.mock("node:fs", ..)` puts it in the place of the real one. */
export const disk = {
  /** Bytes that still fit; beyond them a write is cut short, and the next one fails. */
  room: Number.POSITIVE_INFINITY,
  /** What a write to a full disk fails with. */
  code: "ENOSPC",
  /** Whether files can be truncated. */
  truncates: true,
  /** What a write waits for. */
  gate: Promise.resolve() as Promise<unknown>,
  /** How often something was synced, and whether that fails. */
  syncs: 0,
  syncFails: false,
  /** What the sync of a folder fails with. */
  folderSyncFails: undefined as string | undefined,
  /** Happens right after a write that was cut short. */
  afterShortWrite: undefined as (() => void) | undefined,
  reset() {
    Object.assign(disk, {
      room: Number.POSITIVE_INFINITY,
      code: "ENOSPC",
      truncates: true,
      gate: Promise.resolve(),
      syncs: 0,
      syncFails: false,
      folderSyncFails: undefined,
      afterShortWrite: undefined,
    });
  },
};

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

async function writeAsync(descriptor: number, bytes: Buffer, offset: number, length: number) {
  await disk.gate;
  if (length > 0 && disk.room === 0) throw failure(disk.code);
  const fitting = Math.min(length, disk.room);
  const bytesWritten = fs.writeSync(descriptor, bytes, offset, fitting);
  disk.room -= bytesWritten;
  if (fitting < length) disk.afterShortWrite?.();
  return { bytesWritten, buffer: bytes };
}

async function fdatasyncAsync() {
  if (disk.syncFails) throw failure("EIO");
  disk.syncs++;
}

/** The parts of `node:fs` that the disk stands in for. */
export const limitedDisk = {
  write: Object.assign(() => {}, { [promisify.custom]: writeAsync }),
  fdatasync: Object.assign(() => {}, { [promisify.custom]: fdatasyncAsync }),
  /** Only folders are synced by this one. */
  fsyncSync(descriptor: number) {
    if (disk.folderSyncFails !== undefined) throw failure(disk.folderSyncFails);
    fs.fsyncSync(descriptor);
  },
  ftruncateSync(descriptor: number, length: number) {
    if (!disk.truncates) throw failure("EIO");
    fs.ftruncateSync(descriptor, length);
  },
};
