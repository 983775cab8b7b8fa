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

/** Events without their times, which nobody can foretell; each must be an RFC 3339 time in UTC. */
export function withoutTimes(events: readonly RecordedEvent[]): RecordedEvent[] {
  return events.map(({ __timestamp__: timestamp, ...rest }) => {
    expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    return rest;
  });
}

/** Events in the order of what they tell: what was run stands in a log some milliseconds after it ended. */
export function inOrderOfTime(events: readonly RecordedEvent[]): RecordedEvent[] {
  return events.toSorted((left, right) => timeOf(left) - timeOf(right));
}

function timeOf({ __timestamp__: timestamp }: RecordedEvent): number {
  return Date.parse(String(timestamp));
}
