import { isObject } from "@daybook/eventlog";
import { serverError } from "../../../errors.js";
import { jsonExcess } from "../../../json-limits.js";
import { areCellsTrusted } from "../trust/trusted-cells.js";
import { completeCellIds } from "./cell-id.js";
import { hasTooManyLines, joinCell, type NotebookPart, splitCell } from "./lines.js";
import { isNestedTooDeep, pythonJson } from "./python-json.js";
import { upgradeNotebook } from "./upgrade.js";
import { notebookProblem } from "./validation.js";

/** A notebook as clients see it: format 4, each text one string. */
export interface ReadNotebook {
  readonly notebook: NotebookPart;
  /** What is wrong with it; `undefined` for a valid one. */
  readonly message: string | undefined;
}

/** A notebook as it is written to a file. */
export interface WrittenNotebook {
  readonly bytes: Buffer;
  /** What is wrong with it; `undefined` for a valid one. */
  readonly message: string | undefined;
  /** What the bytes say. */
  readonly notebook: NotebookPart;
  /** The client trusts what it shows, which the bytes do not say. */
  readonly trusted: boolean;
}

/**
 * Reads a notebook file of format 3 or 4.
 *
 * ```
 * bytes ─▶ JSON ─▶ format 3: upgraded ─▶ lines joined ─▶ trust removed ─▶ ids completed ─▶ validated
 * ```
 *
 * @throws {ServerError} `unreadable-notebook`, saying what was found instead
 */
export function readNotebook(bytes: Uint8Array, path: string): ReadNotebook {
  const content = parse(bytes, path);
  const converted = asFormat4(content, path);
  // What says that a notebook was upgraded is for clients only, and true only now.
  const notebook = isObject(content) && content.nbformat === 4 ? withoutTransient(converted) : converted;
  const cells = notebook.cells.map((cell) => withoutTrust(joinCell(cell)));
  const complete = completeCellIds({ ...notebook, cells });
  return { notebook: complete, message: notebookProblem(complete) };
}

/**
 * Writes a notebook byte for byte as Python's nbformat does. One that is not valid is written all the same: to refuse
 * would lose somebody's work.
 *
 * @param content as a client sent it; it is not changed
 * @throws {ServerError} `unreadable-notebook` for what could not be read again, `too-large` for millions of lines
 */
export function writeNotebook(content: unknown, path: string): WrittenNotebook {
  const notebook = completeCellIds(withoutTransient(asFormat4(content, path)));
  if (hasTooManyLines(notebook))
    throw serverError("too-large", `The notebook has more lines of text than can be saved: ${path}`);
  const cells = (notebook.cells as NotebookPart[]).map((cell) => withoutTrust(splitCell(cell)));
  const written = { ...notebook, cells };
  return {
    bytes: Buffer.from(`${pythonJson(written)}\n`, "utf8"),
    message: notebookProblem(notebook),
    notebook: written,
    trusted: areCellsTrusted(notebook),
  };
}

function parse(bytes: Uint8Array, path: string): unknown {
  if (bytes.length === 0) throw unreadable(path, "it is empty");
  if (jsonExcess(bytes) !== undefined)
    throw serverError("too-large", `The notebook holds more objects and lists than can be read: ${path}`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(path, "it is not UTF-8 text");
  }
  try {
    return JSON.parse(text);
  } catch {
    // Without V8's message, which quotes the file.
    throw unreadable(path, "it is not JSON");
  }
}

function asFormat4(content: unknown, path: string): Format4 {
  if (!isObject(content)) throw unreadable(path, "it is JSON, but not an object");
  if (isNestedTooDeep(content)) throw unreadable(path, "it is nested too deep");
  const version = Object.hasOwn(content, "nbformat") ? content.nbformat : undefined;
  if (version === undefined)
    throw unreadable(path, "it is JSON without 'nbformat', which says the version of the format");
  if (!Number.isSafeInteger(version)) throw unreadable(path, "its 'nbformat' is not a whole number");
  if (version !== 3 && version !== 4) {
    throw unreadable(path, `it has format ${version}, and this server reads formats 3 and 4`);
  }
  const notebook = version === 3 ? upgradeNotebook(content) : content;
  const { cells } = notebook;
  if (!Array.isArray(cells)) throw unreadable(path, "it has no list of cells");
  if (!cells.every(isObject)) throw unreadable(path, "not all of its cells are objects");
  return { ...notebook, cells };
}

type Format4 = NotebookPart & { cells: NotebookPart[] };

/** Removes what earlier programs kept in files although it describes a moment. */
function withoutTransient(notebook: Format4): Format4 {
  if (!isObject(notebook.metadata)) return notebook;
  const {
    orig_nbformat: _major,
    orig_nbformat_minor: _minor,
    signature: _signature,
    ...metadata
  } = notebook.metadata;
  return { ...notebook, metadata };
}

/** Nothing in a file may declare itself trusted: whoever sent the file could have written that. */
function withoutTrust(cell: NotebookPart): NotebookPart {
  if (!isObject(cell.metadata) || !Object.hasOwn(cell.metadata, "trusted")) return cell;
  const { trusted: _trusted, ...metadata } = cell.metadata;
  return { ...cell, metadata };
}

function unreadable(path: string, found: string) {
  return serverError("unreadable-notebook", `Unreadable notebook, ${found}: ${path}`);
}
