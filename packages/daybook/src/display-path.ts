import { isAbsolute, relative } from "node:path";

/** A path as a person at this folder would write it: relative where it is below, absolute elsewhere. */
export function displayPath(path: string, from: string = process.cwd()): string {
  const short = relative(from, path);
  if (short === "") return ".";
  return short.startsWith("..") || isAbsolute(short) ? path : short;
}
