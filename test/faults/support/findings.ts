import { readFileSync } from "node:fs";
import { fillerOf, type Attempt } from "../programs/attempt.js";
import type { Deed } from "./journal.js";

/** What is wrong with what is stored, compared with what the driver wrote down. */
export interface Findings {
  /** Acknowledged, but not stored. */
  readonly lost: number;
  /** Stored, but never attempted, or refused. */
  readonly phantom: number;
  /** Stored once more. */
  readonly duplicate: number;
  /** Lines that are no whole event. */
  readonly torn: number;
  /** Stored behind a later event of the same sender. */
  readonly reordered: number;
}

export const nothingWrong: Findings = { lost: 0, phantom: 0, duplicate: 0, torn: 0, reordered: 0 };

/** Compares the lines of a log with the journal of the driver. */
export function findingsIn(lines: readonly string[], journal: string): Findings {
  const deeds = readJournal(journal);
  const stored = new Set<string>();
  const latest = new Map<string, number>();
  const found = { ...nothingWrong } as { -readonly [Key in keyof Findings]: number };
  for (const line of lines) {
    const attempt = attemptIn(line);
    if (attempt === undefined) {
      found.torn++;
      continue;
    }
    const { sender, number } = attempt;
    const key = `${sender} ${number}`;
    const deed = deeds.get(key);
    if (stored.has(key)) found.duplicate++;
    else if (deed === undefined || deed === "refused") found.phantom++;
    else if (number < (latest.get(sender) ?? 0)) found.reordered++;
    stored.add(key);
    latest.set(sender, Math.max(number, latest.get(sender) ?? 0));
  }
  for (const [key, deed] of deeds) if (deed === "acknowledged" && !stored.has(key)) found.lost++;
  return found;
}

/** The latest that was written down of each event. */
export function readJournal(path: string): ReadonlyMap<string, Deed> {
  const deeds = new Map<string, Deed>();
  for (const line of readFileSync(path, "utf8").split("\n").slice(0, -1)) {
    const space = line.indexOf(" ");
    deeds.set(line.slice(space + 1), line.slice(0, space) as Deed);
  }
  return deeds;
}

/** The event of a line; nothing where it is not whole. */
function attemptIn(line: string): Attempt | undefined {
  try {
    const event = JSON.parse(line);
    return event.filler === fillerOf(event.number) ? event : undefined;
  } catch {
    return undefined;
  }
}
