import { readFile } from "node:fs/promises";
import { expect } from "vitest";

type RecordedEvent = Record<string, unknown>;

/** The lines of an event log, as objects. */
export async function readEvents(file: string): Promise<RecordedEvent[]> {
  const text = await readFile(file, "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** Events without their times, which nobody can foretell; each must be an RFC 3339 time in UTC, none before the last. */
export function withoutTimes(events: readonly RecordedEvent[]): RecordedEvent[] {
  let last = Number.NEGATIVE_INFINITY;
  return events.map(({ __timestamp__: timestamp, ...rest }) => {
    expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    const time = Date.parse(String(timestamp));
    expect(time).toBeGreaterThanOrEqual(last);
    last = time;
    return rest;
  });
}
