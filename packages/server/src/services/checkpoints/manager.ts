import type { BigIntStats } from "node:fs";
import { mkdir, unlink } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { serverError } from "../../errors.js";
import { moveEntry, replaceFile, syncFolder } from "../files-on-disk/atomic-write.js";
import { isoTime } from "../contents/model.js";
import {
  type ExistingPlace,
  joinPath,
  normalizePath,
  type Place,
  RootPaths,
  splitPath,
} from "../files-on-disk/paths.js";
import { copyBytes, openFile, requireFile } from "../files-on-disk/regular-file.js";
import { asServerError } from "../files-on-disk/system-error.js";

/** The folder, beside a file, that holds its checkpoint; Jupyter's, so that both programs see the same ones. */
export const checkpointsFolder = ".ipynb_checkpoints";

/** There is one checkpoint for each file, always of this id. */
const checkpointId = "checkpoint";

/** A checkpoint as the REST API shows it. */
export interface CheckpointModel {
  id: string;
  /** When it was made: RFC 3339, UTC, microseconds, `Z`. */
  last_modified: string;
}

export interface CheckpointsManagerOptions {
  /** The folder that is served: an absolute host path. */
  readonly rootDir: string;
  /** Files with hidden names can have checkpoints. Default: false. */
  readonly allowHidden?: boolean;
}

/**
 * One earlier version of each file, to go back to: a copy in `.ipynb_checkpoints/<stem>-checkpoint<ext>` beside it.
 * Paths are API paths. Errors are {@link ServerError}s with the codes of the contents service.
 */
export class CheckpointsManager {
  readonly #paths: RootPaths;

  constructor({ rootDir, allowHidden = false }: CheckpointsManagerOptions) {
    this.#paths = new RootPaths(rootDir, allowHidden);
  }

  /** Copies a file's bytes into its checkpoint, in the place of the one before. */
  async create(path: string): Promise<CheckpointModel> {
    return this.#reporting(path, async (file) => {
      requireFile(file);
      const place = await this.#checkpointOf(file.path);
      // Not those of the checkpoint before: a file that became private has a private checkpoint.
      await copyFile(file, place, file.stats);
      return (await this.#models(file.path))[0] ?? noCheckpoint(file.path);
    });
  }

  /** The checkpoints of a file: one or none. */
  async list(path: string): Promise<CheckpointModel[]> {
    return this.#reporting(path, (file) => this.#models(file.path), "read");
  }

  /**
   * Puts a checkpoint's bytes back into its file, which gets the time of now: to other clients it has changed.
   *
   * @throws {ServerError} `not-found` where there is no such checkpoint
   */
  async restore(path: string, id: string): Promise<void> {
    await this.#reporting(path, async (file) => {
      requireFile(file);
      await copyFile(await this.#existing(file.path, id), file, file.stats);
    });
  }

  /** @throws {ServerError} `not-found` where there is no such checkpoint */
  async delete(path: string, id: string): Promise<void> {
    await this.#reporting(path, async (file) => {
      await this.#remove(await this.#existing(file.path, id));
    });
  }

  /** Lets the checkpoint of a file that was renamed follow it. Nothing happens where there is none. */
  async follow(oldPath: string, newPath: string): Promise<void> {
    const from = await this.#checkpointOf(normalizePath(oldPath));
    if (!from.stats?.isFile()) return;
    const to = await this.#checkpointOf(normalizePath(newPath));
    try {
      await ensureFolder(dirname(to.entry));
      // One that is left over from a file of that name, now gone.
      if (to.stats?.isFile() && to.stats.ino !== from.stats.ino) await unlink(to.entry);
      await moveEntry(from.entry, to.entry);
    } catch (error) {
      throw asServerError(error, newPath);
    }
  }

  /** Removes the checkpoint of a file that was deleted. Nothing happens where there is none. */
  async forget(path: string): Promise<void> {
    const place = await this.#checkpointOf(normalizePath(path));
    if (place.stats?.isFile()) await this.#remove(place);
  }

  async #models(path: string): Promise<CheckpointModel[]> {
    const { stats } = await this.#checkpointOf(path);
    return stats?.isFile() ? [{ id: checkpointId, last_modified: isoTime(stats.mtimeNs) }] : [];
  }

  async #existing(path: string, id: string): Promise<ExistingPlace> {
    if (id !== checkpointId) noCheckpoint(path);
    const place = await this.#checkpointOf(path);
    return { ...place, stats: place.stats?.isFile() ? place.stats : noCheckpoint(path) };
  }

  async #checkpointOf(path: string): Promise<Place> {
    const { folder, name } = splitPath(path);
    const extension = extname(name);
    const stem = name.slice(0, name.length - extension.length);
    return this.#paths.findOwn(
      joinPath(joinPath(folder, checkpointsFolder), `${stem}-${checkpointId}${extension}`),
    );
  }

  async #remove({ entry, path }: Place): Promise<void> {
    try {
      await unlink(entry);
    } catch (error) {
      throw asServerError(error, path);
    }
    await syncFolder(dirname(entry));
  }

  /** Does something about an existing file, and reports the file system's errors with the file's API path. */
  async #reporting<Result>(
    path: string,
    action: (file: ExistingPlace) => Promise<Result>,
    access: "read" | "write" = "write",
  ): Promise<Result> {
    try {
      return await action(await this.#paths.findExisting(path, access));
    } catch (error) {
      throw asServerError(error, path);
    }
  }
}

/** @param like whose permissions the copy gets */
async function copyFile(from: ExistingPlace, to: Place, like: BigIntStats): Promise<void> {
  const source = await openFile(from);
  try {
    // Only now: for a file that may not be read, nothing is left behind.
    await ensureFolder(dirname(to.target));
    await replaceFile(to.target, (destination) => copyBytes(source, destination), like);
  } finally {
    await source.close();
  }
}

async function ensureFolder(folder: string): Promise<void> {
  const created = await mkdir(folder, { recursive: true });
  if (created !== undefined) await syncFolder(dirname(folder));
}

function noCheckpoint(path: string): never {
  throw serverError("not-found", `Checkpoint does not exist: ${path}`);
}
