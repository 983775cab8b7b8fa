import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isObject } from "@daybook/eventlog";
import { ServerError, serverError } from "../../../errors.js";
import { readJson } from "../../../http/json-body.js";
import { replaceFile } from "../../files-on-disk/atomic-write.js";
import { readSmallFile, type SmallFile } from "../../files-on-disk/small-file.js";
import { asServerError, systemCode } from "../../files-on-disk/system-error.js";
import type { Data, Report } from "../json-files.js";
import { decoded, isWorkspaceFile, workspaceFileName } from "./file-name.js";

/** What is open in JupyterLab, and how it is laid out. Only its id is known here; the rest is the front end's. */
export interface Workspace {
  readonly data: unknown;
  readonly metadata: { readonly id: string } & Data;
}

/** How many bytes are listed. Workspaces are some kilobytes; the list is one answer, and stands in memory several times. */
const largestList = 64 * 1024 * 1024;

/** The workspaces of the user, a file for each, where JupyterLab's own server has them too. */
export class WorkspaceFiles {
  readonly #folder: string;
  readonly #report: Report;

  constructor(folder: string, report: Report) {
    this.#folder = folder;
    this.#report = report;
  }

  /**
   * All workspaces. One that cannot be read is passed over, or that is too large to be shown with all others, and the
   * operator is told.
   */
  async list(): Promise<Workspace[]> {
    const names = (await readdir(this.#folder).catch(() => [])).filter(isWorkspaceFile).sort();
    const workspaces: Workspace[] = [];
    let room = largestList;
    for (const name of names) {
      const path = join(this.#folder, name);
      try {
        const file = await readSmallFile(path, room);
        workspaces.push(workspaceIn(file));
        room -= file.bytes.length;
      } catch (error) {
        // It has just been deleted.
        if (systemCode(error) === "ENOENT") continue;
        const isTooLarge = error instanceof ServerError && error.code === "too-large";
        this.#report(
          `${path} is passed over: it is ${isTooLarge ? "too large for the list" : "no workspace"}`,
        );
      }
    }
    return workspaces;
  }

  /** A workspace; an empty one where there is none of this name yet. */
  async read(name: string): Promise<Workspace> {
    try {
      return (
        (await this.#read(this.#path(name))) ?? {
          data: {},
          metadata: { id: name.startsWith("/") ? name : `/${name}` },
        }
      );
    } catch (error) {
      throw asServerError(error, name);
    }
  }

  /**
   * Keeps a workspace.
   *
   * @param body its JSON, kept as it is
   * @throws {ServerError} `bad-workspace` where it is none, or has the id of another
   */
  async write(name: string, body: unknown): Promise<void> {
    const workspace = readJson(body);
    const id = isObject(workspace) && isObject(workspace.metadata) ? workspace.metadata.id : undefined;
    if (typeof id !== "string")
      throw serverError(
        "bad-workspace",
        'A workspace is JSON such as {"data": {}, "metadata": {"id": "name"}}',
      );
    if (decoded(withoutSlash(id)) !== decoded(withoutSlash(name)))
      throw serverError("bad-workspace", `The workspace ${name} cannot have the id of another one`);
    const path = this.#path(name);
    try {
      await mkdir(this.#folder, { recursive: true });
      const before = await stat(path, { bigint: true }).catch(() => undefined);
      await replaceFile(path, (file) => file.writeFile(body as Buffer), before);
    } catch (error) {
      throw asServerError(error, name);
    }
  }

  /** @throws {ServerError} `not-found` where there is none of this name */
  async delete(name: string): Promise<void> {
    try {
      await rm(this.#path(name));
    } catch (error) {
      throw asServerError(error, name);
    }
  }

  #path(name: string): string {
    return join(this.#folder, workspaceFileName(name));
  }

  async #read(path: string): Promise<Workspace | undefined> {
    try {
      return workspaceIn(await readSmallFile(path));
    } catch (error) {
      if (systemCode(error) === "ENOENT") return undefined;
      throw error;
    }
  }
}

function workspaceIn({ bytes, stats: { mtime, ctime } }: SmallFile): Workspace {
  const workspace = readJson(bytes);
  if (!isObject(workspace) || !isObject(workspace.metadata) || typeof workspace.metadata.id !== "string")
    throw serverError("unreadable-settings", "The file is no workspace");
  const times = { last_modified: mtime.toISOString(), created: ctime.toISOString() };
  return {
    ...workspace,
    data: workspace.data,
    metadata: { ...workspace.metadata, id: workspace.metadata.id, ...times },
  };
}

function withoutSlash(name: string): string {
  return name.replace(/^\//, "");
}
