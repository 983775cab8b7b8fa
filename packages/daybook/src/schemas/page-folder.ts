import { mkdir, readdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { CommandError } from "../errors.js";
import { generatedNotice } from "./schema-page.js";

/** What has to be done to a page: it is missing, differs from its schema, or belongs to no schema any more. */
export interface PageChange {
  /** Relative to the folder, with `/` between the parts. */
  readonly name: string;
  readonly state: "missing" | "outdated" | "left over";
  /** The page as it should be; undefined where it should not be. */
  readonly text?: string;
}

/** A folder of generated pages, in which there may be other files too: those are never touched. */
export class PageFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * What differs between the folder and the pages as they should be, in the order of names.
   *
   * @throws {CommandError} where a file stands in the way of a page that was not generated
   */
  async compare(pages: ReadonlyMap<string, string>): Promise<PageChange[]> {
    const changes: PageChange[] = [];
    for (const [name, text] of pages) {
      const present = await this.#read(name);
      if (present === undefined) changes.push({ name, state: "missing", text });
      else if (!isGenerated(present)) {
        throw new CommandError(
          `${join(this.#path, name)} was not generated; move it away, or choose another folder`,
        );
      } else if (present !== text) changes.push({ name, state: "outdated", text });
    }
    for (const name of await this.#markdownFiles()) {
      if (pages.has(name)) continue;
      const present = await this.#read(name);
      if (present !== undefined && isGenerated(present)) changes.push({ name, state: "left over" });
    }
    return changes.sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  /** Brings the folder up to date. @throws {CommandError} where it cannot be written */
  async apply(changes: readonly PageChange[]): Promise<void> {
    try {
      for (const { name, text } of changes) {
        const path = join(this.#path, name);
        if (text === undefined) await this.#delete(path);
        else {
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, text);
        }
      }
    } catch (error) {
      throw new CommandError(`the pages cannot be written: ${(error as Error).message}`, { cause: error });
    }
  }

  async #delete(path: string): Promise<void> {
    await rm(path);
    // Folders that are empty now go with their last page; one that is not empty refuses.
    for (let folder = dirname(path); folder.startsWith(this.#path + sep); folder = dirname(folder)) {
      try {
        await rmdir(folder);
      } catch {
        return;
      }
    }
  }

  async #read(name: string): Promise<string | undefined> {
    try {
      const text = await readFile(join(this.#path, name), "utf8");
      // A checkout on Windows may have other line ends; that makes no page outdated.
      return text.replaceAll("\r\n", "\n");
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" || code === "ENOTDIR") return undefined;
      throw new CommandError(`${join(this.#path, name)} cannot be read: ${message}`, { cause: error });
    }
  }

  async #markdownFiles(): Promise<string[]> {
    try {
      const names = await readdir(this.#path, { recursive: true });
      return names.filter((name) => name.endsWith(".md")).map((name) => name.replaceAll(sep, "/"));
    } catch {
      return [];
    }
  }
}

function isGenerated(text: string): boolean {
  return text.startsWith(generatedNotice);
}
