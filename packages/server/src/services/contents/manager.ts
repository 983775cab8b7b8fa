import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { serverError } from "../../errors.js";
import { CheckpointsManager } from "../checkpoints/manager.js";
import { moveEntry, replaceFile } from "../files-on-disk/atomic-write.js";
import { type ContentsBody, readContentsBody, readType } from "./contents-body.js";
import { decodeContent } from "./file-content.js";
import { type ContentsModel, describeUnfinished, isWritable, typeOf } from "./model.js";
import { copyNames, untitledNames } from "./naming.js";
import { copierOf, createEmpty, createUnderFreeName, findFolder } from "./new-entry.js";
import { readNotebook, writeNotebook } from "./notebook/document.js";
import { type ExistingPlace, type Place, RootPaths, splitPath } from "../files-on-disk/paths.js";
import { type GetOptions, showContents } from "./reading.js";
import { readFile, requireFile } from "../files-on-disk/regular-file.js";
import { removeEntry } from "./removal.js";
import { asServerError } from "../files-on-disk/system-error.js";
import { markedModel } from "./trust/marked-model.js";
import type { Notary } from "./trust/notary.js";
import { Uploads } from "./uploads.js";

export interface ContentsManagerOptions {
  /** The folder that is served. A relative path is taken from the working directory. */
  readonly rootDir: string;
  /** Serve what has a hidden name. Default: false, it cannot be reached at all. */
  readonly allowHidden?: boolean;
  /** Delete folders with all that is in them. Default: false, only empty ones. */
  readonly alwaysDeleteDir?: boolean;
  /** After how many milliseconds without a chunk an upload is given up. Default: 15 minutes. */
  readonly uploadExpiry?: number;
  /** Knows the notebooks that are trusted. Default: nobody does, and their cells are not marked. */
  readonly notary?: Notary;
  /** Hears of what went wrong beside an operation that succeeded. Default: nobody does. */
  readonly warn?: (message: string, cause: unknown) => void;
}

export interface SaveResult {
  /** Without its content. */
  readonly model: ContentsModel;
  /** Nothing was there before. */
  readonly created: boolean;
}

/**
 * Files and folders below a root, as Jupyter's contents REST API shows them. Paths are API paths: separated by `/`,
 * relative to the root, which is `""`.
 *
 * Every method rejects with a {@link ServerError}: `not-found` for what is missing or must not be reached,
 * `permission-denied` and `storage-full` for what the file system refuses; each method names its own further codes.
 *
 * @see https://jupyter-server.readthedocs.io/en/latest/developers/contents.html
 */
export class ContentsManager {
  /** The checkpoints of the files; they follow when a file is renamed or deleted. */
  readonly checkpoints: CheckpointsManager;
  readonly #paths: RootPaths;
  readonly #uploads: Uploads;
  readonly #alwaysDeleteDir: boolean;
  readonly #notary: Notary | undefined;
  readonly #warn: (message: string, cause: unknown) => void;

  constructor(options: ContentsManagerOptions) {
    const { allowHidden = false, alwaysDeleteDir = false, uploadExpiry = 15 * 60_000 } = options;
    const rootDir = resolve(options.rootDir);
    this.checkpoints = new CheckpointsManager({ rootDir, allowHidden });
    this.#paths = new RootPaths(rootDir, allowHidden);
    this.#uploads = new Uploads(uploadExpiry);
    this.#alwaysDeleteDir = alwaysDeleteDir;
    this.#notary = options.notary;
    this.#warn = options.warn ?? (() => undefined);
  }

  /**
   * Shows a file, a notebook or a folder.
   *
   * @throws {ServerError} `bad-type` where it is not of the type asked for, `bad-format` where text is asked for and the
   *   bytes are not UTF-8, `unreadable-notebook`
   */
  async get(path: string, options: GetOptions = {}): Promise<ContentsModel> {
    return this.#reporting(path, async () => {
      const model = await showContents(await this.#paths.findExisting(path, "read"), options, this.#paths);
      return this.#notary === undefined ? model : markedModel(model, this.#notary, this.#warn);
    });
  }

  /**
   * Where a file is on this machine, for sending it as it is. Links are followed in `target`.
   *
   * @returns host paths, not for clients
   * @throws {ServerError} `bad-type` for anything but a file
   */
  async locateFile(path: string): Promise<Place> {
    return this.#reporting(path, async () => {
      const place = await this.#paths.findExisting(path, "read");
      requireFile(place);
      return place;
    });
  }

  /**
   * Trusts what a notebook shows, until it is changed by other programs.
   *
   * @throws {ServerError} `bad-type` for anything but a notebook, as its name tells, `unreadable-notebook`
   */
  async trust(path: string): Promise<void> {
    await this.#reporting(path, async () => {
      const place = await this.#paths.findExisting(path, "read");
      if (typeOf(place.name, place.stats) !== "notebook")
        throw serverError("bad-type", `It is not a notebook: ${path}`);
      await this.#notary?.sign(readNotebook(await readFile(place), place.path).notebook);
    });
  }

  /**
   * Saves a model: a file (`content` as `format` text or base64), a notebook (`content` as JSON) or a folder. A file may
   * come in chunks, with `chunk` 1, 2, .. and -1 for the last. A notebook that is not valid is saved, and `message` says
   * what is wrong.
   *
   * @throws {ServerError} `bad-model` without type or content, `bad-format`, `bad-type` where something of another
   *   type is there, `unreadable-notebook`, `bad-chunk`, `chunk-out-of-turn`
   */
  async save(path: string, model: unknown): Promise<SaveResult> {
    return this.#reporting(path, async () => {
      const place = await this.#paths.find(path, "write");
      const body = readContentsBody(model, place.stats === undefined ? place.name : undefined);
      if (!place.hasFolder) throw noFolder(place.path);
      if (body.type === "directory") return this.#saveDirectory(place);
      await requireWritable(place);
      return body.type === "notebook" ? this.#saveNotebook(place, body) : this.#saveFile(place, body);
    });
  }

  async #saveDirectory(place: Place): Promise<SaveResult> {
    if (place.stats === undefined) await mkdir(place.target);
    else if (!place.stats.isDirectory())
      throw serverError("bad-type", `It is not a directory: ${place.path}`);
    return this.#saved(place);
  }

  async #saveNotebook(place: Place, { content }: ContentsBody): Promise<SaveResult> {
    const { bytes, message, notebook, trusted } = writeNotebook(content, place.path);
    await replaceFile(place.target, (handle) => handle.writeFile(bytes), place.stats);
    if (trusted) await this.#beside("a notebook was not signed", async () => this.#notary?.sign(notebook));
    await this.#ensureCheckpoint(place.path);
    const saved = await this.#saved(place);
    return message === undefined ? saved : { ...saved, model: { ...saved.model, message } };
  }

  async #saveFile(place: Place, { content, format, chunk }: ContentsBody): Promise<SaveResult> {
    const bytes = decodeContent(content, format, place.path);
    if (chunk === undefined) {
      await replaceFile(place.target, (handle) => handle.writeFile(bytes), place.stats);
      return this.#saved(place);
    }
    const { size, complete } = await this.#uploads.write(place, chunk, bytes);
    return complete ? this.#saved(place) : { model: describeUnfinished(place, size), created: false };
  }

  async #saved(place: Place): Promise<SaveResult> {
    const model = await this.get(place.path, { content: false });
    return { model, created: place.stats === undefined };
  }

  /**
   * Makes an empty file, notebook or folder under an untitled name that is free.
   *
   * @param options `type`, by default what `ext` says; `ext`, the extension of a file, such as `.txt`
   */
  async newUntitled(
    directory: string,
    options: { type?: string | undefined; ext?: string | undefined } = {},
  ): Promise<ContentsModel> {
    return this.#reporting(directory, async () => {
      const folder = await findFolder(this.#paths, directory);
      const { ext = "" } = options;
      const type = readType(options.type) ?? (ext === ".ipynb" ? "notebook" : "file");
      const names = untitledNames(type, ext);
      const path = await createUnderFreeName(folder, names, (target) => createEmpty(target, type));
      return this.#created(path, type === "notebook");
    });
  }

  /**
   * Copies a file byte for byte, or a folder with what is in it.
   *
   * @param to a folder, where the copy gets a name that is free, or a new path. Default: the folder it is in
   * @throws {ServerError} `bad-type` where `to` is a file, `bad-path` for a folder into itself
   */
  async copy(from: string, to?: string): Promise<ContentsModel> {
    return this.#reporting(from, async () => {
      const source = await this.#paths.findExisting(from, "write");
      const place = await this.#paths.find(to ?? splitPath(source.path).folder, "write");
      const create = copierOf(source, place);
      const isNotebook = source.stats.isFile() && source.name.endsWith(".ipynb");
      if (place.stats === undefined) {
        if (!place.hasFolder) throw noFolder(place.path);
        await create(place.entry).catch((error) => {
          throw asServerError(error, place.path);
        });
        return this.#created(place.path, isNotebook);
      }
      const folder = await findFolder(this.#paths, place.path);
      return this.#created(await createUnderFreeName(folder, copyNames(source.name), create), isNotebook);
    });
  }

  async #created(path: string, isNotebook: boolean): Promise<ContentsModel> {
    if (isNotebook) await this.#ensureCheckpoint(path);
    return this.get(path, { content: false });
  }

  /**
   * Gives something another name or folder; its checkpoint follows. Never replaces anything.
   *
   * @throws {ServerError} `already-exists`, `bad-path` for the root and for a folder into itself
   */
  async rename(oldPath: string, newPath: string): Promise<ContentsModel> {
    return this.#reporting(oldPath, async () => {
      const from = await this.#paths.findExisting(oldPath, "write");
      const to = await this.#paths.find(newPath, "write");
      if (from.path === "" || to.path === "")
        throw serverError("bad-path", "The root directory cannot be renamed");
      if (to.path.startsWith(`${from.path}/`)) {
        throw serverError("bad-path", `A directory cannot be moved into itself: ${from.path}`);
      }
      if (!to.hasFolder) throw noFolder(to.path);
      if (from.path !== to.path) await this.#move(from, to);
      return this.get(to.path, { content: false });
    });
  }

  async #move(from: ExistingPlace, to: Place): Promise<void> {
    try {
      await moveEntry(from.entry, to.entry);
    } catch (error) {
      throw asServerError(error, to.path);
    }
    if (from.stats.isDirectory()) return;
    await this.#beside("the checkpoint did not follow a renamed file", () =>
      this.checkpoints.follow(from.path, to.path),
    );
  }

  /**
   * Deletes a file with its checkpoint, or a folder. A link is deleted itself, not what it leads to.
   *
   * @throws {ServerError} `directory-not-empty`, where only empty ones may be deleted; `bad-path` for the root
   */
  async delete(path: string): Promise<void> {
    await this.#reporting(path, async () => {
      const place = await this.#paths.findExisting(path, "write");
      if (place.path === "") throw serverError("bad-path", "The root directory cannot be deleted");
      await removeEntry(place, this.#alwaysDeleteDir);
      await this.#beside("the checkpoint of a deleted file stayed", () =>
        this.checkpoints.forget(place.path),
      );
    });
  }

  /** Gives up unfinished uploads and removes what they left on the disk. */
  async close(): Promise<void> {
    await this.#uploads.close();
  }

  /** A notebook always has a checkpoint: front ends offer to go back to what it first was. */
  async #ensureCheckpoint(path: string): Promise<void> {
    await this.#beside("a notebook was saved without a checkpoint", async () => {
      if ((await this.checkpoints.list(path)).length === 0) await this.checkpoints.create(path);
    });
  }

  /** What fails here must not make the operation that succeeded look as if it had not. */
  async #beside(problem: string, action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#warn(problem, error);
    }
  }

  async #reporting<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
    try {
      return await action();
    } catch (error) {
      throw asServerError(error, path);
    }
  }
}

async function requireWritable({ path, target, stats }: Place): Promise<void> {
  if (stats === undefined) return;
  if (stats.isDirectory()) throw serverError("bad-type", `It is a directory: ${path}`);
  if (!stats.isFile()) throw serverError("bad-type", `It is neither a file nor a directory: ${path}`);
  // A rename would replace a file that may only be read.
  if (!(await isWritable(target))) throw serverError("permission-denied", `Permission denied: ${path}`);
}

function noFolder(path: string) {
  return serverError("not-found", `Directory does not exist: ${splitPath(path).folder}`);
}
