import { isObject } from "@daybook/eventlog";
import type { NotebookPart } from "../notebook/lines.js";

/** Outputs of these kinds may bring HTML and scripts. */
const richOutputs: ReadonlySet<unknown> = new Set(["execute_result", "display_data"]);
/** What a rich output may have and still show nothing. */
const harmlessKeys: ReadonlySet<string> = new Set(["output_type", "execution_count", "metadata"]);

/** True where there is code: other cells are never marked, as their HTML is always sanitized. */
export function hasCode(notebook: NotebookPart): boolean {
  return cellsOf(notebook).some(isCode);
}

/**
 * True where a person has let every code cell of a notebook show what it may: the client that ran it says so, or there is
 * nothing but printed text and errors.
 *
 * @param notebook of format 4, as a client sends it
 */
export function areCellsTrusted(notebook: NotebookPart): boolean {
  return cellsOf(notebook).every((cell) => !isCode(cell) || isTrusted(cell));
}

/** The notebook with each code cell marked, for clients only: what is saved never says it. */
export function markCells(notebook: NotebookPart, trusted: boolean): NotebookPart {
  const cells = cellsOf(notebook).map((cell) =>
    isCode(cell) && isObject(cell.metadata) ? { ...cell, metadata: { ...cell.metadata, trusted } } : cell,
  );
  return { ...notebook, cells };
}

function cellsOf({ cells }: NotebookPart): unknown[] {
  return Array.isArray(cells) ? cells : [];
}

function isCode(cell: unknown): cell is NotebookPart {
  return isObject(cell) && cell.cell_type === "code";
}

function isTrusted({ metadata, outputs }: NotebookPart): boolean {
  if (isObject(metadata) && metadata.trusted === true) return true;
  return Array.isArray(outputs) && outputs.every(isHarmless);
}

function isHarmless(output: unknown): boolean {
  if (!isObject(output)) return false;
  return !richOutputs.has(output.output_type) || Object.keys(output).every((key) => harmlessKeys.has(key));
}
