import { readFileSync } from "node:fs";

/** The whole lines of a file, which may be larger than a string can be. */
export function linesIn(file: string | number): string[] {
  const bytes = readFileSync(file);
  const lines: string[] = [];
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    lines.push(bytes.toString("utf8", start, end));
    start = end + 1;
  }
  return lines;
}
