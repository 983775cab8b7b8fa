// POST /api/eventlog/batch with newline-delimited JSON, against a program that reads the same lines, parses each with
// JSON.parse, and appends it to a file. Each is a process of its own; the load comes from this one.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { postedEvent, startDaybook } from "./support/daybook.js";
import { median, report } from "./support/measure.js";

const events = 200_000;
const rounds = 9;

const folder = mkdtempSync(join(tmpdir(), "daybook-bench-"));
const lines = Buffer.from(`${JSON.stringify(postedEvent)}\n`.repeat(events));

async function post({ url, headers }) {
  const started = process.hrtime.bigint();
  const response = await fetch(`${url}api/eventlog/batch`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/x-ndjson" },
    body: lines,
  });
  const { recorded } = await response.json();
  if (recorded !== events) throw new Error(`${recorded} of ${events} events were recorded`);
  return events / (Number(process.hrtime.bigint() - started) / 1e9);
}

async function startRival() {
  writeFileSync(join(folder, "lines.ndjson"), lines);
  const program = fileURLToPath(new URL("support/parse-and-append.js", import.meta.url));
  const args = [program, join(folder, "lines.ndjson"), join(folder, "rival.log")];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const output = createInterface({ input: child.stdout });
  await once(output, "line");
  return {
    async rate() {
      child.stdin.write("\n");
      const [seconds] = await once(output, "line");
      return events / Number(seconds);
    },
    stop: () => child.kill(),
  };
}

const ours = await startDaybook(folder);
const rival = await startRival();
try {
  const results = [];
  for (let round = 0; round <= rounds; round++) results.push([await post(ours), await rival.rate()]);
  const measured = results.slice(1);
  report([
    {
      name: "`POST /api/eventlog/batch` ÷ a program that does `JSON.parse` on the same lines and appends them",
      limit: 0.6,
      atLeast: true,
      unit: "events a second",
      tried:
        "one wait for all events of a piece, up to 16 pieces under way, lines turned into bytes at once, no event kept alive " +
        "while its piece is written, rules in place of the validator. What is left is the collector's work: the lines, events " +
        "and records of a piece are all young objects, and a copy of each line is made for the file.",
      ratio: median(measured.map(([left, right]) => left / right)),
      ours: median(measured.map(([left]) => left)),
      rival: median(measured.map(([, right]) => right)),
    },
  ]);
} finally {
  await ours.stop();
  rival.stop();
  rmSync(folder, { recursive: true });
}
