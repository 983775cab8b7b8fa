import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { http } from "../destinations/http.js";
import { linesIn } from "./lines.js";
import type { HandlerOptions } from "./server.js";

/** What a fault is done to: a handler that is set up in a folder. */
export interface Subject {
  readonly name: string;
  /**
   * @param options of the handler, beside those that every fault has
   * @param disk where the handler's own files go. Default: the folder
   */
  prepare(folder: string, options?: HandlerOptions, disk?: string): Promise<PreparedSubject>;
}

export interface PreparedSubject {
  readonly handler: HandlerOptions;
  /** The files that the handler writes, in groups of one kind, for faults that concern one of them. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  /** Text behind the last whole line, at a moment of quiet. */
  torn(): string;
  /** All lines that are kept, wherever they are. `count` are to be there: where that takes time, they are waited for. */
  stored(count: number): Promise<string[]>;
  /** Lines of files that were put aside, as they may lack something: what stands in them may also stand elsewhere. */
  aside(): string[];
}

export const fileHandler: Subject = {
  name: "FileHandler",
  async prepare(folder, options = {}, disk = folder) {
    const path = join(disk, "event.log");
    return {
      handler: { class: "FileHandler", filename: path, ...options },
      files: { log: [path], folder: [disk] },
      torn: () => lastText(path).split("\n").at(-1) ?? "",
      stored: async () => linesIn(path),
      aside: () => linesOfAll(disk, "event.log.not-synced-"),
    };
  },
};

/** A few events fill its file, and no backup is ever deleted. */
export const rotatingFileHandler: Subject = {
  name: "RotatingFileHandler",
  async prepare(folder, options = {}, disk = folder) {
    const path = join(disk, "event.log");
    const backups = Array.from({ length: 16 }, (_, index) => `${path}.${index + 1}`);
    const files = [...backups.reverse(), path];
    return {
      handler: {
        class: "RotatingFileHandler",
        filename: path,
        maxBytes: 700,
        backupCount: backups.length,
        ...options,
      },
      files: { log: files, "log and lock": [...files, join(disk, ".event.log.lock")], folder: [disk] },
      torn: () => lastText(path).split("\n").at(-1) ?? "",
      stored: async () => files.filter((file) => existsSync(file)).flatMap(linesIn),
      aside: () => linesOfAll(disk, "event.log.not-synced-"),
    };
  },
};

export const spooledHandler: Subject = {
  name: "SpooledHandler",
  async prepare(folder, options = {}, disk = folder) {
    const spool = join(disk, "spool");
    const destination = await http.start(folder, { spool, ...options });
    const segments = Array.from({ length: 64 }, (_, index) => `${String(index + 1).padStart(16, "0")}.spool`);
    return {
      handler: destination.handlerAt(destination.port),
      files: {
        segments: segments.map((name) => join(spool, name)),
        confirmed: [join(spool, "confirmed")],
        lock: [join(spool, "lock")],
        folder: [spool],
      },
      // What is torn in a spool is left out when it is read; that is for the destination to show.
      torn: () => "",
      async stored(count) {
        await destination.has(count);
        return destination.lines();
      },
      aside: () => [],
    };
  },
};

/** The end of a file, which is longer than any line of the suite. */
function lastText(path: string): string {
  if (!existsSync(path)) return "";
  const file = openSync(path, "r");
  const { size } = fstatSync(file);
  const length = Math.min(size, 8192);
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, size - length);
  closeSync(file);
  return bytes.toString("utf8");
}

/** Lines of a log that was put aside under other names too, such as `event.log.1`. */
export function linesOfAll(folder: string, prefix: string): string[] {
  const names = readdirSync(folder).filter((name) => name.startsWith(prefix));
  return names.flatMap((name) => linesIn(join(folder, name)));
}
