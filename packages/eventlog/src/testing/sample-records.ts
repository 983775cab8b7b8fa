import { encapsulate } from "../capsule.js";
import type { EventRecord } from "../handler.js";
import { recordOf } from "../record.js";

/** Stands in every sample, so that a report that quotes an event is caught. */
export const secret = "do-not-tell-52e1";

/** Strings that have broken writers of lines before. */
export const awkwardTexts: readonly string[] = [
  "",
  "two\nlines\r\nand\ra third",
  "separators \u2028 and \u2029 and \u0085 and \v\f\u001e",
  'quotes " and \\" and \\',
  "a lone \ud800 surrogate, and \udfff the other",
  "🎈 Ünïcödé 日本語",
  "\u0000\u0007\u001b[31m",
  "</script>%s%n{{value}}",
  "x".repeat(1024 * 1024),
];

/** A record as a log makes them; its event holds a number and a text. */
export function sampleRecord(number: number, text: string = secret): EventRecord {
  const timestamp = "2026-11-23T06:39:42.447Z";
  return recordOf(encapsulate(timestamp, "example.org/contract", 1, { number, text }));
}

/** Records with the numbers from `first` on. */
export function sampleRecords(count: number, first = 0): EventRecord[] {
  return Array.from({ length: count }, (_, index) => sampleRecord(first + index));
}

/** The lines of records, as they should be read back. */
export function linesOf(records: readonly EventRecord[]): string[] {
  return records.map(({ line }) => line);
}

/** The numbers in lines that were read back; a line that is torn or joined to another is no JSON. */
export function numbersIn(lines: readonly string[]): number[] {
  return lines.map((line) => JSON.parse(line).number);
}

/** A destination may get an event again whose arrival it had no time to confirm; what counts is when it came first. */
export function firstArrivals(lines: readonly string[]): number[] {
  return [...new Set(numbersIn(lines))];
}
