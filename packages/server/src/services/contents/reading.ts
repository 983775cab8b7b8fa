import { createHash } from "node:crypto";
import { serverError } from "../../errors.js";
import { encodeContent } from "./file-content.js";
import { listDirectory } from "./listing.js";
import { type ContentsModel, type ContentsType, describe, typeOf } from "./model.js";
import { readNotebook } from "./notebook/document.js";
import type { ExistingPlace, RootPaths } from "../files-on-disk/paths.js";
import { hashFile, readFile } from "../files-on-disk/regular-file.js";

/** What to show of a file. */
export interface GetOptions {
  /** What it must be. Default: what it is. */
  readonly type?: ContentsType | undefined;
  /** `text` or `base64`, for files. Default: text, and base64 for what is not UTF-8. */
  readonly format?: "text" | "base64" | undefined;
  /** Default: true. */
  readonly content?: boolean | undefined;
  /** Add the SHA-256 of the bytes on disk. Default: false. */
  readonly hash?: boolean | undefined;
}

/**
 * The model of what is there, with its content unless that is not wanted.
 *
 * @throws {ServerError} `bad-type`, `bad-format`, `unreadable-notebook`, `too-large`
 */
export async function showContents(
  place: ExistingPlace,
  { type: asked, format, content = true, hash = false }: GetOptions,
  paths: RootPaths,
): Promise<ContentsModel> {
  const type = chooseType(place, asked);
  const model = await describe(place, type);
  if (type === "directory") {
    return content ? { ...model, format: "json", content: await listDirectory(place, paths) } : model;
  }
  if (!content) return hash ? withHash(model, await hashFile(place)) : model;
  const bytes = await readFile(place);
  const full = withContent(model, bytes, format);
  return hash ? withHash(full, createHash("sha256").update(bytes).digest("hex")) : full;
}

function chooseType({ path, name, stats }: ExistingPlace, asked: ContentsType | undefined): ContentsType {
  const type = typeOf(name, stats);
  if (type === undefined) throw serverError("bad-type", `It is neither a file nor a directory: ${path}`);
  if (asked === undefined || asked === type) return type;
  if (type === "directory") throw serverError("bad-type", `It is a directory, not a ${asked}: ${path}`);
  if (asked === "directory") throw serverError("bad-type", `It is not a directory: ${path}`);
  return asked;
}

function withContent(model: ContentsModel, bytes: Buffer, format: string | undefined): ContentsModel {
  if (model.type === "notebook") {
    const { notebook, message } = readNotebook(bytes, model.path);
    return { ...model, format: "json", content: notebook, ...(message === undefined ? {} : { message }) };
  }
  const file = encodeContent(bytes, format, model.path);
  const mimetype = model.mimetype ?? (file.format === "text" ? "text/plain" : "application/octet-stream");
  return { ...model, ...file, mimetype };
}

function withHash(model: ContentsModel, hash: string): ContentsModel {
  return { ...model, hash, hash_algorithm: "sha256" };
}
