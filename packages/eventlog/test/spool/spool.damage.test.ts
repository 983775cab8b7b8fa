import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { patience, runs } from "../../../../test/faults/support/counts.js";
import { nothingWrong } from "../../../../test/faults/support/findings.js";
import { noteResult } from "../../../../test/faults/support/result.js";
import { appendSamples, crash, openSpool, readAll } from "../support/spools.js";

/** Of each harm: ten thousand in the fault suite, or as many as this says. */
const samples = Number(process.env.DAYBOOK_DAMAGE_SAMPLES ?? runs({ full: 10_000, slice: 150 }));
const fileLength = 64 * 1024;

/** A row of numbers that is the same in each run; a failure names the sample, and can be had again. */
function pseudoRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A spool of one file of 64 KB, as its lines; each with the number of its event. */
async function writtenSpool() {
  const { folder, spool } = openSpool();
  const count = Math.floor(fileLength / (await lineLength()));
  await appendSamples(spool, count);
  crash(folder);
  const [name = ""] = readdirSync(folder).filter((file) => file.endsWith(".spool"));
  const path = join(folder, name);
  return { folder, path, count, bytes: readFileSync(path) };
}

async function lineLength(): Promise<number> {
  const { spool } = openSpool();
  await appendSamples(spool, 1);
  return spool.bytes + 2;
}

type Harm = (bytes: Buffer, place: number, bit: number) => Buffer;

const harms: Record<string, Harm> = {
  "one bit flipped": (bytes, place, bit) => {
    const harmed = Buffer.from(bytes);
    harmed[place] = (harmed[place] as number) ^ (1 << bit);
    return harmed;
  },
  "one byte cut": (bytes, place) => Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1)]),
};

test.for(Object.entries(harms))(
  "%s anywhere in a spool file is noticed, and costs one event at most",
  { timeout: patience },
  async ([name, harm], context) => {
    const { folder, path, count, bytes } = await writtenSpool();
    expect(Math.abs(bytes.length - fileLength)).toBeLessThan(1024);
    const random = pseudoRandom(count);
    const wrong: unknown[] = [];
    for (let sample = 0; sample < samples; sample++) {
      const place = random(bytes.length);
      const bit = random(8);
      rmSync(join(folder, "confirmed"));
      writeFileSync(path, harm(bytes, place, bit));
      const { spool, found } = openSpool(folder);
      const events = await readAll(spool);
      const line = bytes.subarray(0, place).filter((byte) => byte === 0x0a).length;
      const missing = new Set(Array.from({ length: count }, (_, index) => index + 1));
      for (const { position } of events) missing.delete(position);
      const intact = events.every(({ position, line }) => JSON.parse(line).number === position - 1);
      const noticed = found.places > 0;
      const right = intact && noticed && missing.size <= 1 && (missing.size === 0 || missing.has(line + 1));
      if (!right) wrong.push({ place, bit, missing: [...missing], found, intact });
      await spool.close();
    }
    const result = { runs: samples, events: samples * count, ...nothingWrong, torn: wrong.length };
    const note = "each sample noticed; all but the event it hit recovered";
    noteResult(context, {
      fault: `${name} anywhere in a 64 KB spool file`,
      subject: "spool",
      ...result,
      note,
    });
    expect(wrong).toEqual([]);
  },
);

test("a damage of the last event is counted as a loss once the next event shows the gap", async () => {
  const { folder, path, count, bytes } = await writtenSpool();
  writeFileSync(path, harms["one byte cut"]?.(bytes, bytes.length - 20, 0) ?? "");
  const { spool, found } = openSpool(folder);
  await appendSamples(spool, 1, count);
  const events = await readAll(spool);
  expect(events.at(-1)?.position).toBe(count + 1);
  expect(found).toEqual({ places: 1, lost: 1 });
});

test("a whole block of zeros costs the events in it", async () => {
  const { folder, path, count, bytes } = await writtenSpool();
  bytes.fill(0, 4096, 8192);
  writeFileSync(path, bytes);
  const { spool, found } = openSpool(folder);
  const events = await readAll(spool);
  expect(found.places).toBe(1);
  expect(events.length + found.lost).toBe(count);
  expect(events.length).toBeGreaterThan(count - 25);
});
