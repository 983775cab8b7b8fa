import { readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** A backup and the forms in which it is there. Both: a crash came before the plain one was deleted. */
interface Backup {
  plain: boolean;
  compressed: boolean;
}

/** The ending of compressed backups. */
export const compressedEnding = ".gz";

/**
 * The backups of a log file, which stand beside it: `event.log.1`, or `event.log.1.gz`. Files with any other name are
 * never looked at.
 */
export class BackupFolder {
  readonly path: string;
  readonly #name: RegExp;

  /**
   * @param path of the log file
   * @param suffix what follows its name and a dot; compressed ones have `.gz` behind that
   */
  constructor(path: string, suffix: RegExp) {
    this.path = path;
    const file = basename(path).replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    this.#name = new RegExp(`^${file}\\.(?<suffix>${suffix.source})(?<compressed>\\.gz)?$`);
  }

  /** The backups that are there, by their suffixes. */
  list(): Map<string, Backup> {
    const found = new Map<string, Backup>();
    for (const name of readdirSync(dirname(this.path))) {
      const { suffix, compressed } = this.#name.exec(name)?.groups ?? {};
      if (suffix === undefined) continue;
      const backup = found.get(suffix) ?? { plain: false, compressed: false };
      backup[compressed === undefined ? "plain" : "compressed"] = true;
      found.set(suffix, backup);
    }
    return found;
  }

  /** The paths of those that are not compressed, in no order. */
  uncompressed(): string[] {
    return [...this.list()].filter(([, { plain }]) => plain).map(([suffix]) => this.#pathOf(suffix));
  }

  /** Where a backup is compressed to before it takes its name. Hidden, so that no log shipper reads it. */
  get part(): string {
    return join(dirname(this.path), `.${basename(this.path)}${compressedEnding}`);
  }

  /** Makes the log file a backup. There must be none of that suffix. */
  add(suffix: string): void {
    renameSync(this.path, this.#pathOf(suffix));
  }

  move(backup: Backup, from: string, to: string): void {
    if (backup.plain) {
      // Beside the plain one it may be half of one, and is made again.
      if (backup.compressed) rmSync(this.#pathOf(from) + compressedEnding);
      renameSync(this.#pathOf(from), this.#pathOf(to));
    } else {
      renameSync(this.#pathOf(from) + compressedEnding, this.#pathOf(to) + compressedEnding);
    }
  }

  remove(backup: Backup, suffix: string): void {
    if (backup.compressed) rmSync(this.#pathOf(suffix) + compressedEnding);
    if (backup.plain) rmSync(this.#pathOf(suffix));
  }

  #pathOf(suffix: string): string {
    return `${this.path}.${suffix}`;
  }
}
