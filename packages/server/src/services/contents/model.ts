import type { BigIntStats } from "node:fs";
import { access, constants } from "node:fs/promises";
import { mediaTypeOf } from "@daybook/notebook-events";
import type { ExistingPlace, Place } from "../files-on-disk/paths.js";

export type ContentsType = "notebook" | "file" | "directory";
export type ContentsFormat = "json" | "text" | "base64";

/** A file or folder as the contents API shows it: Jupyter's contents model, as JupyterLab's client validates it. */
export interface ContentsModel {
  /** The last segment of the path; `""` for the root. */
  name: string;
  /** The API path, without a leading slash; `""` for the root. */
  path: string;
  type: ContentsType;
  /** RFC 3339, UTC, microseconds, `Z`. */
  created: string;
  last_modified: string;
  /** A string for files, a notebook's JSON, the models of a folder's entries; `null` where it was not asked for. */
  content: unknown;
  /** How the content is written: `json` for notebooks and folders; `null` without content. */
  format: ContentsFormat | null;
  /** `null` for notebooks and folders, and where the name does not tell. */
  mimetype: string | null;
  /** In bytes; `null` for folders. */
  size: number | null;
  writable: boolean;
  /** In hexadecimal digits; `null` where it was not asked for. */
  hash: string | null;
  hash_algorithm: "sha256" | null;
  /** What is wrong with a notebook that does not match its format; absent where it does. */
  message?: string;
}

/** The model of something that exists, without its content. */
export async function describe(place: ExistingPlace, type: ContentsType): Promise<ContentsModel> {
  const { path, name, target, stats } = place;
  return {
    name,
    path,
    type,
    created: isoTime(stats.birthtimeNs > 0n ? stats.birthtimeNs : stats.ctimeNs),
    last_modified: isoTime(stats.mtimeNs),
    content: null,
    format: null,
    mimetype: type === "file" ? mimeTypeOf(name) : null,
    size: type === "directory" ? null : Number(stats.size),
    writable: await isWritable(target),
    hash: null,
    hash_algorithm: null,
  };
}

/** A file of which not all has arrived, as a valid model. `size` is in bytes. */
export function describeUnfinished({ path, name }: Place, size: number): ContentsModel {
  const now = new Date().toISOString().replace("Z", "000Z");
  const none = { content: null, format: null, hash: null, hash_algorithm: null };
  return {
    ...none,
    name,
    path,
    type: "file",
    created: now,
    last_modified: now,
    mimetype: mimeTypeOf(name),
    size,
    writable: true,
  };
}

/** What an entry is shown as; `undefined` for what is neither a file nor a folder, such as a pipe or a device. */
export function typeOf(name: string, stats: BigIntStats): ContentsType | undefined {
  if (stats.isDirectory()) return "directory";
  if (!stats.isFile()) return undefined;
  return name.endsWith(".ipynb") ? "notebook" : "file";
}

/** True where the server's user may write to it. */
export async function isWritable(target: string): Promise<boolean> {
  return access(target, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** The MIME type that a file's name tells; `null` where it tells none. */
export function mimeTypeOf(name: string): string | null {
  return mediaTypeOf(name) ?? null;
}

/** Writes nanoseconds since 1970 as RFC 3339 with microseconds. What has no four-digit year becomes 1970. */
export function isoTime(nanoseconds: bigint): string {
  const microseconds = nanoseconds / 1000n;
  const date = new Date(Number(microseconds / 1000n));
  const year = Number.isNaN(date.getTime()) ? -1 : date.getUTCFullYear();
  if (microseconds < 0n || year > 9999 || year < 0) return "1970-01-01T00:00:00.000000Z";
  const rest = String(microseconds % 1000n).padStart(3, "0");
  return date.toISOString().replace("Z", `${rest}Z`);
}
