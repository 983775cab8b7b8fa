import type { NotebookPart } from "./lines.js";

/** A notebook with nothing in it, in the newest format. */
export function emptyNotebook(): NotebookPart {
  return { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
}
