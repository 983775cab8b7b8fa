import type { BigIntStats } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isObject } from "@daybook/eventlog";
import { serverError } from "../../errors.js";
import { replaceFile } from "../files-on-disk/atomic-write.js";
import { asServerError } from "../files-on-disk/system-error.js";
import { configSection, type Data, mergeInto, readObject, type Report } from "../lab/json-files.js";

/** The folder in each of Jupyter's configuration folders that holds the sections. */
const folderName = "serverconfig";

/** Changes could make a section larger and larger, up to where it could not be read any more, in bytes. */
const largestSection = 16 * 1024 * 1024;

/** Where sections are kept. */
export interface ConfigFolders {
  /** All folders, of which the first has the last word. */
  readonly config: readonly string[];
  /** The user's own: what is changed is written there. */
  readonly configDir: string;
}

/**
 * What front ends keep of their configuration, in sections: for each a JSON file and a folder of defaults
 * (`serverconfig/notebook.json`, `serverconfig/notebook.d/*.json`), in the same places as Jupyter's.
 */
export class ConfigSections {
  readonly #folders: ConfigFolders;
  readonly #report: Report;
  /** Changes are made one after the other: each begins with what the one before has written. */
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(folders: ConfigFolders, report: Report) {
    this.#folders = folders;
    this.#report = report;
  }

  /** A section as all folders together have it; an empty one where none has it. */
  get(section: string): Promise<Data> {
    return configSection(this.#folders.config, folderName, section, this.#report);
  }

  /** Replaces what the user has of a section. */
  set(section: string, data: Data): Promise<void> {
    return this.#inTurn(() => this.#write(section, data));
  }

  /**
   * Changes what the user has of a section: objects are merged, and `null` takes a member away.
   *
   * @returns what the user has then
   * @throws {ServerError} `unreadable-settings` where they have a file that cannot be read: what is in it would be lost
   */
  update(section: string, changes: Data): Promise<Data> {
    return this.#inTurn(async () => {
      await readObject(this.#file(section), (problem) => {
        this.#report(problem);
        throw serverError(
          "unreadable-settings",
          `The file of the section ${section} cannot be read: mend or remove it`,
        );
      });
      const data = await configSection([this.#folders.configDir], folderName, section, this.#report);
      mergeInto(data, changes);
      await this.#write(section, data);
      return data;
    });
  }

  async #write(section: string, data: Data): Promise<void> {
    const file = this.#file(section);
    const defaults = await configSection(
      [this.#folders.configDir],
      folderName,
      section,
      this.#report,
      "defaults",
    );
    const text = JSON.stringify(withoutDefaults(data, defaults), null, 2);
    if (Buffer.byteLength(text) > largestSection)
      throw serverError("too-large", `The section ${section} would become larger than this server keeps`);
    try {
      await mkdir(dirname(file), { recursive: true });
      await replaceFile(file, (handle) => handle.writeFile(text), await existing(file));
    } catch (error) {
      throw asServerError(error, `the section ${section} of the configuration`);
    }
  }

  #file(section: string): string {
    return join(this.#folders.configDir, folderName, `${section}.json`);
  }

  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const turn = this.#lastChange.then(change);
    this.#lastChange = turn.catch(() => {});
    return turn;
  }
}

/** What is the same as its default is not written, so that a later default counts. */
function withoutDefaults(data: Data, defaults: Data): Data {
  const entries = Object.entries(data).flatMap(([key, value]) => {
    const usual = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
    if (!isObject(value) || !isObject(usual)) return value === usual ? [] : [[key, value]];
    const rest = withoutDefaults(value, usual);
    return Object.keys(rest).length === 0 ? [] : [[key, rest]];
  });
  return Object.fromEntries(entries);
}

async function existing(file: string): Promise<BigIntStats | undefined> {
  return stat(file, { bigint: true }).catch(() => undefined);
}
