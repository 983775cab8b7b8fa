import {
  chmod,
  cp,
  lstat,
  lutimes,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";

/** What stands in a folder, by path. */
export type Files = Readonly<Record<string, Entry>>;

/** Bytes, text, a JSON document, a folder, a symbolic link, or something with permissions. */
export type Entry =
  | Buffer
  | string
  | { json: unknown }
  | Folder
  | { link: string }
  | { mode: number; of: Entry };
export interface Folder {
  folder: true;
}
export const folder: Folder = { folder: true };

/** When all files of a fresh folder were changed last: in binary fractions, so that both languages see the same. */
export const seededTime = "2020-02-03T04:05:06.500000Z";

/** Removes all that a folder holds and puts files there. */
export async function plant(root: string, files: Files): Promise<void> {
  await empty(root);
  for (const [path, entry] of Object.entries(files)) await place(join(root, path), entry);
  for (const path of Object.keys(files)) await backdate(join(root, path));
  // After all is in place: some take away the permission to put more there.
  for (const [path, entry] of Object.entries(files)) {
    if (isWithMode(entry)) await chmod(join(root, path), entry.mode);
  }
}

async function empty(root: string): Promise<void> {
  for (const name of await readdir(root)) await rm(join(root, name), { recursive: true, force: true });
}

async function place(path: string, entry: Entry): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (typeof entry === "string" || Buffer.isBuffer(entry)) await writeFile(path, entry);
  else if ("json" in entry) await writeFile(path, `${JSON.stringify(sorted(entry.json), null, 1)}\n`);
  else if ("folder" in entry) await mkdir(path, { recursive: true });
  else if ("link" in entry) await symlink(entry.link, path);
  else await place(path, entry.of);
}

/** As nbformat writes it, so that a copy that it made of a notebook has the same bytes. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** Makes a folder the same as another, with all times and permissions. */
export async function mirror(from: string, to: string): Promise<void> {
  await empty(to);
  await cp(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  await copyTimesOfFolders(from, to);
}

/** `cp` does so for files only. */
async function copyTimesOfFolders(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.isDirectory()) await copyTimesOfFolders(join(from, entry.name), join(to, entry.name));
  }
  const { atime, mtime } = await lstat(from);
  await utimes(to, atime, mtime);
}

function isWithMode(entry: Entry): entry is { mode: number; of: Entry } {
  return typeof entry === "object" && "mode" in entry;
}

async function backdate(path: string): Promise<void> {
  const seconds = Date.parse(seededTime) / 1000;
  await lutimes(path, seconds, seconds);
}

/** One line of a listing of a folder: what kind of thing it is, its permissions, and its bytes. */
export type Tree = Map<string, string | Buffer>;

/** All that stands in a folder: its kinds and permissions under `path`, the bytes of files under `path (bytes)`. */
export async function snapshot(root: string, below = ""): Promise<Tree> {
  const tree: Tree = new Map();
  for (const name of (await readdir(join(root, below))).sort()) {
    const path = below === "" ? name : `${below}/${name}`;
    const stats = await lstat(join(root, path));
    const mode = (stats.mode & 0o7777).toString(8);
    if (stats.isSymbolicLink()) tree.set(path, `link to ${await readlink(join(root, path))}`);
    else if (stats.isDirectory()) {
      tree.set(path, `folder ${mode}`);
      for (const [inner, line] of await snapshot(root, path)) tree.set(inner, line);
    } else {
      tree.set(path, `file ${mode}`);
      tree.set(`${path} (bytes)`, await readFile(join(root, path)));
    }
  }
  return tree;
}
