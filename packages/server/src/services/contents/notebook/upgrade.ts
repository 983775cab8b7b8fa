import { isObject } from "@daybook/eventlog";
import { newCellId } from "./cell-id.js";
import { type NotebookPart, splitLines, withoutLineEnd } from "./lines.js";

/** The short names of MIME types in format 3. */
const mimeTypes: Readonly<Record<string, string>> = {
  text: "text/plain",
  html: "text/html",
  svg: "image/svg+xml",
  png: "image/png",
  jpeg: "image/jpeg",
  latex: "text/latex",
  json: "application/json",
  javascript: "application/javascript",
};

/** What of an output is not data, in format 3. */
const outputKeys: ReadonlySet<string> = new Set([
  "output_type",
  "metadata",
  "prompt_number",
  "execution_count",
]);

/**
 * Turns a notebook of format 3 into format 4.5, as Python's nbformat does: worksheets are put one after another, headings
 * become Markdown. Its metadata then says from which format it came, until it is saved.
 *
 * @see https://nbformat.readthedocs.io/en/latest/changelog.html
 */
export function upgradeNotebook(notebook: NotebookPart): NotebookPart {
  const { worksheets, orig_nbformat, orig_nbformat_minor, metadata, ...rest } = notebook;
  const { name: _name, signature: _signature, ...kept } = isObject(metadata) ? metadata : {};
  const sheets = Array.isArray(worksheets) ? worksheets.filter(isObject) : [];
  const cells = sheets.flatMap((sheet) => (Array.isArray(sheet.cells) ? sheet.cells.filter(isObject) : []));
  return {
    ...rest,
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { ...kept, orig_nbformat: orig_nbformat || 3, orig_nbformat_minor: orig_nbformat_minor || 0 },
    cells: cells.map(upgradeCell),
  };
}

function upgradeCell(cell: NotebookPart): NotebookPart {
  const { trusted: _trusted, metadata: given, ...rest } = cell;
  const metadata = isObject(given) ? given : {};
  const id = newCellId();
  switch (cell.cell_type) {
    case "code":
      return { ...upgradeCodeCell(rest, metadata), id };
    case "heading": {
      const { level, ...heading } = rest;
      const hashes = "#".repeat(headingLevel(level));
      const lines = splitLines(asText(cell.source) ?? "").map((line) => withoutLineEnd(line));
      return { ...heading, id, metadata, cell_type: "markdown", source: `${hashes} ${lines.join(" ")}` };
    }
    case "html":
      return { ...rest, id, metadata, cell_type: "markdown", source: asText(cell.source) ?? cell.source };
    default:
      return { ...rest, id, metadata, source: asText(cell.source) ?? cell.source };
  }
}

function headingLevel(level: unknown): number {
  // Not of anything else: an object may have a `valueOf` that is no function.
  const number = typeof level === "string" || typeof level === "number" ? Number(level) : 1;
  return Math.min(Math.max(number || 1, 1), 6);
}

function upgradeCodeCell(cell: NotebookPart, metadata: NotebookPart): NotebookPart {
  const { language: _language, collapsed, input, prompt_number, outputs, ...rest } = cell;
  return {
    ...rest,
    metadata: collapsed === undefined ? metadata : { ...metadata, collapsed },
    source: asText(input) ?? input ?? "",
    execution_count: prompt_number ?? null,
    outputs: Array.isArray(outputs) ? outputs.filter(isObject).map(upgradeOutput) : [],
  };
}

function upgradeOutput(output: NotebookPart): NotebookPart {
  const { output_type: type } = output;
  if (type === "pyerr") return { ...output, output_type: "error" };
  if (type === "stream") {
    const { stream, ...rest } = output;
    return { ...rest, name: stream ?? "stdout", text: asText(output.text) ?? output.text };
  }
  if (type !== "pyout" && type !== "display_data") return output;
  const data = Object.entries(output).filter(([key]) => !outputKeys.has(key));
  const upgraded = {
    data: Object.fromEntries(data.map(([key, value]) => upgradeData(key, value))),
    metadata: upgradeOutputMetadata(output.metadata),
  };
  if (type === "display_data") return { output_type: "display_data", ...upgraded };
  return { output_type: "execute_result", execution_count: output.prompt_number ?? null, ...upgraded };
}

function upgradeData(key: string, value: unknown): [string, unknown] {
  const mimeType = mimeTypeOf(key);
  const text = asText(value) ?? value;
  if (mimeType !== "application/json" || typeof text !== "string") return [mimeType, text];
  try {
    return [mimeType, JSON.parse(text)];
  } catch {
    // Kept as it is: a notebook should not be lost for one output.
    return [mimeType, text];
  }
}

function upgradeOutputMetadata(metadata: unknown): NotebookPart {
  if (!isObject(metadata)) return {};
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [mimeTypeOf(key), value]));
}

function mimeTypeOf(key: string): string {
  return Object.hasOwn(mimeTypes, key) ? mimeTypes[key]! : key;
}

/** Joins lines of format 3, which may have lost their ends. */
function asText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (!Array.isArray(value) || !value.every((line) => typeof line === "string")) return undefined;
  return value.join(/[\r\n]$/.test(value[0] ?? "") ? "" : "\n");
}
