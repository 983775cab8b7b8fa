import { randomBytes } from "node:crypto";
import { isObject } from "@daybook/eventlog";
import type { NotebookPart } from "./lines.js";

/** A new id for a cell: eight hexadecimal digits, as Jupyter's. */
export function newCellId(): string {
  return randomBytes(4).toString("hex");
}

/** Gives ids to cells that lack one or share another's, from format 4.5 on, where every cell must have its own. */
export function completeCellIds(notebook: NotebookPart): NotebookPart {
  const { cells, nbformat_minor: minor } = notebook;
  if (!Array.isArray(cells) || typeof minor !== "number" || minor < 5) return notebook;
  const seen = new Set<unknown>();
  const completed = cells.map((cell: unknown) => {
    if (!isObject(cell)) return cell;
    const id = cell.id === undefined || seen.has(cell.id) ? newCellId() : cell.id;
    seen.add(id);
    return id === cell.id ? cell : { ...cell, id };
  });
  return { ...notebook, cells: completed };
}
