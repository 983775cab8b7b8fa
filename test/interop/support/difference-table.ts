import type { Finding } from "./comparison.js";

/** A finding, and where it was made. */
export interface FoundDifference extends Finding {
  readonly scenario: string;
  /** As {@link nameOf} has it: `GET a.txt`. */
  readonly call: string;
}

/** A row of the table of differences that are meant to be. What is left out matches anything. */
export interface Difference {
  /** Why Daybook does it in another way. */
  readonly reason: string;
  readonly scenario?: Pattern;
  readonly call?: Pattern;
  readonly at: Pattern;
  /** What jupyter_server has there. Text that is no regular expression must be equal. */
  readonly jupyter?: Pattern | undefined;
  readonly daybook?: Pattern | undefined;
  /** It does not show in every run, such as an order that depends on the file system. */
  readonly sometimes?: true;
}

type Pattern = string | RegExp | number | boolean | null;

/** The table, and which of its rows were needed. */
export class DifferenceTable {
  readonly #rows: readonly Difference[];
  readonly #used = new Set<Difference>();

  constructor(rows: readonly Difference[]) {
    this.#rows = rows;
  }

  lists(found: FoundDifference): boolean {
    const row = this.#rows.find((each) => isOf(each, found));
    if (row !== undefined) this.#used.add(row);
    return row !== undefined;
  }

  /** Rows for which nothing was found: what they say is no longer so. */
  unused(): Difference[] {
    return this.#rows.filter((row) => row.sometimes !== true && !this.#used.has(row));
  }
}

function isOf(row: Difference, found: FoundDifference): boolean {
  const columns = ["scenario", "call", "at", "jupyter", "daybook"] as const;
  return columns.every((column) => !Object.hasOwn(row, column) || matches(row[column], found[column]));
}

function matches(pattern: Pattern | undefined, value: unknown): boolean {
  if (pattern instanceof RegExp) return value !== undefined && pattern.test(asText(value));
  return pattern === value || (typeof pattern === "string" && pattern === asText(value));
}

/** A finding for the person who has to decide about it. */
export function inWords({ scenario, call, at, jupyter, daybook }: FoundDifference): string {
  const start = firstDifference(asText(jupyter), asText(daybook));
  return `${scenario} > ${call}: ${at}\n  jupyter: ${excerpt(jupyter, start)}\n  daybook: ${excerpt(daybook, start)}`;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "undefined");
}

function firstDifference(left: string, right: string): number {
  let index = 0;
  while (index < left.length && left[index] === right[index]) index++;
  return index;
}

/** On one line; of something long, the part where the difference begins. */
function excerpt(value: unknown, start: number): string {
  const text = asText(value);
  const from = text.length <= 300 ? 0 : Math.max(start - 60, 0);
  const part = text.slice(from, from + 300).replaceAll("\n", "\\n");
  return `${from > 0 ? ".. " : ""}${part}${from + 300 < text.length ? " .." : ""}`;
}
