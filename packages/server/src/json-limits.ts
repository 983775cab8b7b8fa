import {
  backslash,
  closeBrace,
  closeBracket,
  colon,
  comma,
  openBrace,
  openBracket,
  quote,
} from "./json-bytes.js";

/** Why a JSON text is refused before it is read. */
export type JsonExcess = "depth" | "parts";

/**
 * How deep a notebook may be nested. Deeper data is refused: what walks it by recursion, here and in other programs,
 * would overflow.
 */
export const maximumNotebookDepth = 500;
/** The same of a body: what can be opened can be saved again, with the model around it. */
export const maximumBodyDepth = maximumNotebookDepth + 10;

/** How many objects, lists and members together. A notebook of 100,000 cells with outputs has about a million. */
const maximumParts = 4_000_000;
/** How many elements of lists, which cost less: a column of numbers is data like any other. */
const maximumElements = 20_000_000;

/**
 * Tells what is too much about a JSON text, without reading it: what is read can be a hundred times as large as the
 * text, and whatever walks it by recursion overflows where it is deep.
 *
 * @param bytes the text in UTF-8; it need not be JSON
 * @returns undefined where it may be read
 */
export function jsonExcess(
  bytes: Uint8Array,
  maximumDepth = Number.POSITIVE_INFINITY,
): JsonExcess | undefined {
  // Each level and each part takes a byte at least.
  if (bytes.length <= Math.min(maximumDepth, maximumParts)) return undefined;
  let depth = 0;
  let parts = 0;
  let elements = 0;
  for (let index = 0; index < bytes.length; index++) {
    switch (bytes[index]) {
      case quote:
        index = endOfString(bytes, index);
        break;
      case openBrace:
      case openBracket:
        if (++depth > maximumDepth) return "depth";
        if (++parts > maximumParts) return "parts";
        break;
      case closeBrace:
      case closeBracket:
        depth--;
        break;
      case colon:
        if (++parts > maximumParts) return "parts";
        break;
      case comma:
        if (++elements > maximumElements) return "parts";
    }
  }
  return undefined;
}

/** True where a value that was read from JSON is nested deeper than so many levels. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1));
}

/** The index of the quote that ends the string which begins at an index. */
function endOfString(bytes: Uint8Array, start: number): number {
  for (let index = start + 1; index < bytes.length; index++) {
    if (bytes[index] === backslash) index++;
    else if (bytes[index] === quote) return index;
  }
  return bytes.length;
}
