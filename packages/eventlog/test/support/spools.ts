import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { Spool, type SpoolSetup } from "../../src/spool/spool.js";
import type { SpooledEvent } from "../../src/index.js";
import { sampleRecords } from "../../src/testing/sample-records.js";

/** What a spool found beside events. */
export interface Findings {
  places: number;
  lost: number;
}

/** Opens a spool, with what it finds. */
export function openSpool(folder = join(temporaryFolder(), "spool"), setup: Partial<SpoolSetup> = {}) {
  mkdirSync(folder, { recursive: true });
  const found: Findings = { places: 0, lost: 0 };
  const findings = {
    damaged(_: unknown, places: number) {
      found.places += places;
    },
    lost(count: number) {
      found.lost += count;
    },
  };
  const spool = Spool.open(folder, { segmentBytes: 1024 * 1024, findings, ...setup });
  onTestFinished(() => spool.close().catch(() => {}));
  return { folder, found, spool };
}

/** As if the process had ended without a word: nothing is closed, and its lock is that of a dead one. */
export function crash(folder: string): void {
  rmSync(join(folder, "lock"));
}

/** All that can be read now. */
export async function readAll(spool: Spool): Promise<SpooledEvent[]> {
  const all: SpooledEvent[] = [];
  for (;;) {
    const events = await spool.read(100, 10_000);
    if (events.length === 0) return all;
    all.push(...events);
  }
}

/** The numbers of the sample records among events. */
export function numbersOf(events: readonly SpooledEvent[]): number[] {
  return events.map(({ line }) => JSON.parse(line).number);
}

/** Appends sample records with the numbers from `first` on, in one write. */
export function appendSamples(spool: Spool, count: number, first = 0): Promise<void> {
  return spool.append(sampleRecords(count, first));
}
