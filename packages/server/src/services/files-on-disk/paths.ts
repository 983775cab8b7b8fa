import type { BigIntStats } from "node:fs";
import { lstat, readlink, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { serverError } from "../../errors.js";
import { asServerError, systemCode } from "./system-error.js";

/** Whether a path is looked at or changed. Hidden files answer as missing to the first, as forbidden to the second. */
export type Access = "read" | "write";

/** Where an API path leads to on this machine. Only made for paths that stay below the root. */
export interface Place {
  /** The API path: no leading, trailing or double slashes; `""` is the root. */
  readonly path: string;
  /** Its last segment; `""` for the root. */
  readonly name: string;
  /** The host path of the root, links followed. */
  readonly root: string;
  /** The host path of the entry itself: a symbolic link is not followed. Its folder need not exist. */
  readonly entry: string;
  /** The host path of the file or folder that it leads to. */
  readonly target: string;
  /** The folder that holds the entry exists. */
  readonly hasFolder: boolean;
  /** What it leads to; `undefined` where nothing is there. */
  readonly stats: BigIntStats | undefined;
}

/** The same, for something that exists. */
export type ExistingPlace = Place & { readonly stats: BigIntStats };

/** In characters; the longest of all systems, on Windows. In a body, a path could be as long as the body. */
const longestPath = 32_767;

/**
 * Splits an API path and joins it again, so that one file has one name.
 *
 * @throws {ServerError} `outside-root` for `..`; `bad-path` and `name-too-long` for what no file system could store
 */
export function normalizePath(path: string): string {
  if (path.length > longestPath)
    throw serverError("name-too-long", "The path is too long for any file system");
  const segments = path.split("/").filter((segment) => segment !== "");
  for (const segment of segments) {
    if (segment === "..") throw serverError("outside-root", "A path may not contain '..'");
    if (segment === ".") throw serverError("bad-path", "A path may not contain '.'");
  }
  if (path.includes("\0")) throw serverError("bad-path", "A path may not contain NUL characters");
  if (/\p{Surrogate}/u.test(path)) throw serverError("bad-path", "A path must be well-formed Unicode");
  // There they separate folders and name drives and streams.
  if (sep === "\\" && /[\\:]/.test(path)) throw serverError("bad-path", "A path may not contain '\\' or ':'");
  return segments.join("/");
}

/** The API path of something in a folder. */
export function joinPath(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** Splits an API path into its folder's and its last segment. */
export function splitPath(path: string): { folder: string; name: string } {
  const slash = path.lastIndexOf("/");
  return { folder: slash === -1 ? "" : path.slice(0, slash), name: path.slice(slash + 1) };
}

/**
 * Finds files by their API paths, and is the one guard of the root: no path leaves it, neither by `..` nor by a
 * symbolic link, and nothing at or below a hidden name is found unless hidden files are allowed.
 */
export class RootPaths {
  readonly #rootDir: string;
  readonly #allowHidden: boolean;

  /** @param rootDir the folder that is served: an absolute host path, which may be a symbolic link */
  constructor(rootDir: string, allowHidden: boolean) {
    this.#rootDir = rootDir;
    this.#allowHidden = allowHidden;
  }

  /**
   * Finds out where a path leads to. Nothing need be there.
   *
   * @throws {ServerError} `not-found` or `outside-root` for what may not be reached, `hidden` for writing to it
   */
  async find(path: string, access: Access): Promise<Place> {
    return this.#find(normalizePath(path), access, this.#allowHidden);
  }

  /** The same, but something must be there: else `not-found`. */
  async findExisting(path: string, access: Access): Promise<ExistingPlace> {
    const place = await this.find(path, access);
    return { ...place, stats: place.stats ?? missing(place.path) };
  }

  /** The same, for our own files in a hidden folder, such as checkpoints. */
  async findOwn(path: string): Promise<Place> {
    return this.#find(normalizePath(path), "write", true);
  }

  async #find(path: string, access: Access, allowHidden: boolean): Promise<Place> {
    if (!allowHidden && isHidden(path)) refuse(path, access);
    const { folder, name } = splitPath(path);
    try {
      const root = await realpath(this.#rootDir);
      if (path === "") {
        return {
          path,
          name,
          root,
          entry: root,
          target: root,
          hasFolder: true,
          stats: await stat(root, { bigint: true }),
        };
      }
      const outside = join(root, ...folder.split("/"));
      // The separator makes a file in place of the folder count as missing.
      const realFolder = await unlessMissing(realpath(outside + sep));
      if (realFolder === undefined) {
        const entry = join(outside, name);
        return { path, name, root, entry, target: entry, hasFolder: false, stats: undefined };
      }
      guard(root, realFolder, path, access, allowHidden);
      const entry = join(realFolder, name);
      const own = await unlessMissing(lstat(entry, { bigint: true }));
      if (!own?.isSymbolicLink())
        return { path, name, root, entry, target: entry, hasFolder: true, stats: own };
      // A broken link has no real path: it counts as missing, lest writing to it creates a file elsewhere.
      const target = await realpath(entry);
      guard(root, target, path, access, allowHidden);
      return {
        path,
        name,
        root,
        entry,
        target,
        hasFolder: true,
        stats: await stat(target, { bigint: true }),
      };
    } catch (error) {
      throw asServerError(error, path);
    }
  }
}

function isHidden(path: string): boolean {
  return path.split("/").some((segment) => segment.startsWith("."));
}

/** Checks where links have led to: a path must not tell more than its name would be allowed to. */
function guard(root: string, real: string, path: string, access: Access, allowHidden: boolean): void {
  if (real === root) return;
  if (!isBelow(root, real)) missing(path);
  if (!allowHidden && isHidden(relative(root, real).split(sep).join("/"))) refuse(path, access);
}

function isBelow(root: string, real: string): boolean {
  return real.startsWith(root.endsWith(sep) ? root : root + sep);
}

/**
 * Makes sure that an open file is below the root: while it was opened, a folder on the way to it may have become a link
 * to elsewhere. Only Linux tells where an open file is.
 *
 * @param descriptor of the open file
 * @throws {ServerError} `not-found`
 */
export async function requireBelowRoot(descriptor: number, { root, path }: Place): Promise<void> {
  const real = await readlink(`/proc/self/fd/${descriptor}`).catch(() => undefined);
  if (real !== undefined && !isBelow(root, real)) missing(path);
}

function refuse(path: string, access: Access): never {
  if (access === "read") missing(path);
  throw serverError("hidden", `Hidden files and directories cannot be changed: ${path}`);
}

function missing(path: string): never {
  throw serverError("not-found", `File or directory does not exist: ${path}`);
}

async function unlessMissing<Value>(lookup: Promise<Value>): Promise<Value | undefined> {
  try {
    return await lookup;
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}
