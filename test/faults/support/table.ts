import type { FaultResult } from "./result.js";

const head = [
  "fault",
  "under test",
  "runs",
  "events",
  "lost",
  "phantom",
  "duplicate",
  "torn",
  "reordered",
  "beside",
];
const begin = "<!-- begin: written by the fault suite -->";
const end = "<!-- end -->";

/** A result as the cells of its row. */
export function rowOf(result: FaultResult): string[] {
  const { fault, subject, runs, events, lost, phantom, duplicate, torn, reordered, note = "" } = result;
  const numbers = [runs, events, lost, phantom, duplicate, torn, reordered];
  return [fault, subject, ...numbers.map((number) => number.toLocaleString("en")), note];
}

export function renderTable(rows: readonly string[][]): string {
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return `${lines.join("\n")}\n`;
}

/**
 * Puts rows into the generated part of a page. A row takes the place of the one of the same fault and handler; all others
 * stay, so that the faults can be run one by one.
 */
export function withRows(page: string, rows: readonly string[][], surroundings: string): string {
  const from = page.indexOf(begin) + begin.length;
  const to = page.indexOf(end);
  const all = new Map(rowsIn(page.slice(from, to)).map((row) => [keyOf(row), row]));
  for (const row of rows)
    all.set(keyOf(row), [...row.slice(0, -1), [row.at(-1), surroundings].filter(Boolean).join("; ")]);
  const sorted = [...all.values()].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  return `${page.slice(0, from)}\n\n${renderTable(sorted)}\n${page.slice(to)}`;
}

function rowsIn(text: string): string[][] {
  const lines = text.split("\n").filter((line) => line.startsWith("| "));
  return lines.slice(2).map((line) => line.slice(2, -2).split(" | "));
}

function keyOf([fault, subject]: readonly string[]): string {
  return `${fault} | ${subject}`;
}
