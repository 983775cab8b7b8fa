import { existsSync, readFileSync } from "node:fs";

/** The lines of a file, which must end in a line end; none where there is no file. */
export function readLines(file: string): string[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, "utf8");
  if (text === "") return [];
  if (!text.endsWith("\n")) throw new Error(`the last line of ${file} has no end`);
  return text.slice(0, -1).split("\n");
}

/** The numbers of sample records in the lines of a file. */
export function readNumbers(file: string): number[] {
  return readLines(file).map((line) => JSON.parse(line).number);
}
