import { extname } from "node:path/posix";
import { lookup } from "mime-types";

/** What the MIME database lacks and kernels' front ends go by. */
const furtherTypes: ReadonlyMap<string, string> = new Map([[".py", "text/x-python"]]);

/**
 * The media type that a file's name tells; `undefined` where it tells none.
 *
 * @example
 * mediaTypeOf("results/tides.csv"); // "text/csv"
 */
export function mediaTypeOf(path: string): string | undefined {
  // Not the name itself: a file named `text` is no text by that.
  const extension = extname(path).toLowerCase();
  return lookup(extension) || furtherTypes.get(extension);
}
