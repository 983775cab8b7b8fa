import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { numbersIn } from "../../src/testing/sample-records.js";

/** The names of a log file and its backups, and of whatever else is not hidden; none where the folder is gone. */
export function logNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .sort();
}

/** The numbers of the sample records in a log file and its backups, by the files' names. */
export function numbersByFile(folder: string): Record<string, number[]> {
  return Object.fromEntries(logNames(folder).map((name) => [name, numbersIn(linesOf(join(folder, name)))]));
}

/** All lines, in the order of writing: the backup with the highest number first, the log last. */
export function linesInAll(folder: string): string[] {
  const numbered = logNames(folder).map((name) => {
    const [, number] = /^event\.log\.(\d+)(?:\.gz)?$/.exec(name) ?? [];
    if (number === undefined && name !== "event.log") throw new Error(`an unexpected file: ${name}`);
    return { age: Number(number ?? 0), lines: linesOf(join(folder, name)) };
  });
  return numbered.sort((one, other) => other.age - one.age).flatMap(({ lines }) => lines);
}

/** The numbers in {@link linesInAll}. */
export function numbersInAll(folder: string): number[] {
  return numbersIn(linesInAll(folder));
}

/** The lines of a file. While a write goes on, a reader may see the beginning of one more. */
function linesOf(path: string): string[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
  if (text !== "" && !text.endsWith("\n")) throw new Error(`the last line of ${path} has no end`);
  return text.split("\n").slice(0, -1);
}
