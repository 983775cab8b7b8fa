import { isObject } from "@daybook/eventlog";

/** A notebook, or a part of one, as JSON. */
export type NotebookPart = Record<string, unknown>;

/** What ends a line in Python: more than in JavaScript, and the files must be split alike. */
const lineEnds: ReadonlySet<string> = new Set("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029");

/** Text in lists of MIME bundles that stay one string in the file are only these. */
function isSplitMimeType(mimeType: string): boolean {
  return (
    mimeType.startsWith("text/") || mimeType === "application/javascript" || mimeType === "image/svg+xml"
  );
}

function isJsonMimeType(mimeType: string): boolean {
  return (
    mimeType.startsWith("application/") && (mimeType === "application/json" || mimeType.endsWith("+json"))
  );
}

/** Splits text after each end of a line, as Python's `splitlines(True)`. Empty text has no lines. */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    if (!lineEnds.has(text[index]!)) continue;
    if (text[index] === "\r" && text[index + 1] === "\n") index++;
    lines.push(text.slice(start, index + 1));
    start = index + 1;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** Each line of a file is a text of its own while it is written, so that millions of them would fill the memory. */
const maximumLines = 5_000_000;

/** True where all texts in some JSON data have more lines than may be split. Does not recurse. */
export function hasTooManyLines(value: unknown): boolean {
  const waiting = [value];
  for (let lines = 0; waiting.length > 0; ) {
    const part = waiting.pop();
    if (typeof part === "string") {
      for (let index = 0; index < part.length; index++) if (lineEnds.has(part[index]!)) lines++;
      if (lines > maximumLines) return true;
    } else if (typeof part === "object" && part !== null) {
      for (const member of Object.values(part)) waiting.push(member);
    }
  }
  return false;
}

/** One of those lines without what ends it. */
export function withoutLineEnd(line: string): string {
  if (line.endsWith("\r\n")) return line.slice(0, -2);
  return lineEnds.has(line.at(-1) ?? "") ? line.slice(0, -1) : line;
}

/** A cell for a file: multi-line text as lists of lines, which version control compares well. */
export function splitCell(cell: NotebookPart): NotebookPart {
  return mapText(cell, {
    hasText: (outputType) => outputType === "stream",
    text: (value) => (typeof value === "string" ? splitLines(value) : value),
    bundled: (value, mimeType) =>
      typeof value === "string" && isSplitMimeType(mimeType) ? splitLines(value) : value,
  });
}

/** A cell from a file: every list of lines joined into one string again. */
export function joinCell(cell: NotebookPart): NotebookPart {
  return mapText(cell, {
    // Kinds that nobody knows yet have been split by the program that does.
    hasText: (outputType) => Boolean(outputType),
    text: joinLines,
    bundled: (value, mimeType) => (isJsonMimeType(mimeType) ? value : joinLines(value)),
  });
}

function joinLines(value: unknown): unknown {
  return Array.isArray(value) && value.every((line) => typeof line === "string") ? value.join("") : value;
}

interface TextMapping {
  /** Which outputs, beside those with MIME bundles, have a text. */
  hasText(outputType: unknown): boolean;
  text(value: unknown): unknown;
  bundled(value: unknown, mimeType: string): unknown;
}

/** Applies a mapping wherever the format allows text in several lines. Leaves what is not as the format says. */
function mapText(cell: NotebookPart, { hasText, text, bundled }: TextMapping): NotebookPart {
  const bundle = (value: unknown) => (isObject(value) ? mapValues(value, bundled) : value);
  const output = (value: unknown): unknown => {
    if (!isObject(value)) return value;
    const type = value.output_type;
    if (type === "execute_result" || type === "display_data") return mapProperty(value, "data", bundle);
    return hasText(type) ? mapProperty(value, "text", text) : value;
  };
  const mapped = mapProperty(mapProperty(cell, "source", text), "attachments", (attachments) =>
    isObject(attachments) ? mapValues(attachments, bundle) : attachments,
  );
  if (cell.cell_type !== "code") return mapped;
  return mapProperty(mapped, "outputs", (outputs) =>
    Array.isArray(outputs) ? outputs.map(output) : outputs,
  );
}

function mapProperty(object: NotebookPart, name: string, map: (value: unknown) => unknown): NotebookPart {
  return Object.hasOwn(object, name) ? { ...object, [name]: map(object[name]) } : object;
}

function mapValues(object: NotebookPart, map: (value: unknown, key: string) => unknown): NotebookPart {
  // Unlike assignments, this keeps a key named __proto__ as data.
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]));
}
