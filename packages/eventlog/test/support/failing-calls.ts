import { createRequire } from "node:module";
import { promisify } from "node:util";

// By this way the real one comes, also in a test that has put this one in its place.
const fs: typeof import("node:fs") = createRequire(import.meta.url)("node:fs");

const wrapped = [
  "closeSync",
  "fstatSync",
  "ftruncateSync",
  "linkSync",
  "mkdirSync",
  "openSync",
  "readdirSync",
  "readFileSync",
  "readSync",
  "renameSync",
  "rmSync",
  "statSync",
  "writeFileSync",
  "writeSync",
] as const;

/** Calls to the file system, of which one fails; `vi.mock("node:fs", ..)` puts them in the place of the real ones. */
export const calls = {
  /** The names of those that were made. */
  made: [] as string[],
  /** Which one fails, counted from 1 on, and with what. */
  failing: Number.POSITIVE_INFINITY,
  code: "EIO",
  /** All after it fail as well, as if the process had ended there. */
  crashes: false,
  reset() {
    Object.assign(calls, { made: [], failing: Number.POSITIVE_INFINITY, code: "EIO", crashes: false });
  },
};

/** Counts a call. @returns the error that it is to end with */
function failureOf(name: string): Error | undefined {
  const number = calls.made.push(name);
  const fails = number === calls.failing || (calls.crashes && number > calls.failing);
  return fails ? Object.assign(new Error(`${calls.code}: injected`), { code: calls.code }) : undefined;
}

async function writeAsync(descriptor: number, bytes: Buffer, offset: number, length: number) {
  const failure = failureOf("write");
  // A crash in the middle leaves half of it behind. The system reports no error for a write that it did in part.
  const cut = calls.crashes && calls.made.length === calls.failing;
  if (failure !== undefined && !cut) throw failure;
  const bytesWritten = fs.writeSync(descriptor, bytes, offset, cut ? Math.floor(length / 2) : length);
  if (failure !== undefined) throw failure;
  return { bytesWritten, buffer: bytes };
}

async function readAsync(
  descriptor: number,
  bytes: Buffer,
  offset: number,
  length: number,
  position: number,
) {
  const failure = failureOf("read");
  if (failure !== undefined) throw failure;
  return { bytesRead: fs.readSync(descriptor, bytes, offset, length, position), buffer: bytes };
}

/** No test ends the machine, so that nothing is really synced: that would take most of the time. */
function sync(name: string): void {
  const failure = failureOf(name);
  if (failure !== undefined) throw failure;
}

/** The parts of `node:fs` that are counted. */
export const failingCalls = {
  ...Object.fromEntries(
    wrapped.map((name) => [
      name,
      (...parameters: unknown[]) => {
        const failure = failureOf(name);
        const call = () => (fs[name] as (...all: unknown[]) => unknown)(...parameters);
        if (failure === undefined) return call();
        // The descriptor is gone, whatever the disk says.
        if (name === "closeSync") call();
        throw failure;
      },
    ]),
  ),
  read: Object.assign(() => {}, { [promisify.custom]: readAsync }),
  write: Object.assign(() => {}, { [promisify.custom]: writeAsync }),
  fsyncSync: () => sync("fsyncSync"),
  fdatasync: Object.assign(() => {}, { [promisify.custom]: async () => sync("fdatasync") }),
};
