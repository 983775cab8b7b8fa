import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { readStretch } from "./record-line.js";

/** One file of a spool, with events that follow each other. */
export interface Segment {
  readonly path: string;
  /** The position of its first event; the name of the file tells it. */
  readonly first: number;
  /** The position of its last event; `first - 1` while there is none. */
  last: number;
  /** Bytes that are written and synced. What may stand behind them does not count. */
  size: number;
}

const namePattern = /^(\d{16})\.spool$/;

/** Where the segment is kept whose first event has this position. */
export function segmentPath(folder: string, first: number): string {
  return join(folder, `${String(first).padStart(16, "0")}.spool`);
}

/** The segments that a process before left in a folder, the oldest first; what is confirmed whole is deleted. */
export function leftSegments(folder: string, confirmed: number): Segment[] {
  const firsts = readdirSync(folder)
    .map((name) => Number(namePattern.exec(name)?.[1] ?? Number.NaN))
    .filter((first) => !Number.isNaN(first))
    .sort((left, right) => left - right);
  const segments = firsts.map((first, index): Segment => {
    const path = segmentPath(folder, first);
    const next = firsts[index + 1];
    // What stands behind the beginning of the next one was given up and written again there.
    const last = next === undefined ? lastPosition(path, first) : next - 1;
    return { path, first, last, size: statSync(path).size };
  });
  return segments.filter((segment) => {
    const needed = segment.last > confirmed;
    if (!needed) rmSync(segment.path);
    return needed;
  });
}

/** A damaged last event has had its position; the next one gets another, so that the gap shows the loss. */
function lastPosition(path: string, first: number): number {
  const bytes = readFileSync(path);
  const { events, damages } = readStretch(bytes, true);
  const last = events.at(-1)?.position ?? first - 1;
  const tail = damages.at(-1);
  const damaged = tail !== undefined && tail.length > 1 && tail.offset + tail.length === bytes.length;
  return damaged ? last + 1 : last;
}
