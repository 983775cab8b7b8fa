// Events a second into a file, against jupyter_events doing the same in Python.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EventLog, FileHandler } from "@daybook/eventlog";
import { small } from "./support/events.js";
import { median, report } from "./support/measure.js";
import { pythonEnvironment } from "./support/python.js";

const name = "events a second into a file ÷ jupyter_events 0.12.1 doing the same in Python";
const limit = 100;
const python = pythonEnvironment();
if (python === undefined) {
  report([{ name, limit, missing: "python3 is not there" }]);
} else {
  report([await measure()]);
}

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), "daybook-bench-"));
  const log = new EventLog({
    handlers: [new FileHandler(join(folder, "daybook.log"))],
    allowedSchemas: [small.schema.$id],
  });
  log.registerSchema(small.schema);

  const ours = async (count) => {
    const started = process.hrtime.bigint();
    for (let run = 0; run < count; run++) {
      log.recordEvent(small.schema.$id, 1, small.event);
      // Else most of them would wait in memory, which jupyter_events never has them do.
      if (run % 5000 === 0) await log.flush();
    }
    await log.flush();
    return count / (Number(process.hrtime.bigint() - started) / 1e9);
  };
  // jupyter_events wants versions as text and knows no categories.
  const properties = { action: { type: "string" }, path: { type: "string" } };
  const schema = {
    $id: "https://example.org/bench/small",
    version: "1",
    type: "object",
    title: "Small",
    description: "Small",
    properties,
  };
  const script = fileURLToPath(new URL("support/record_events.py", import.meta.url));
  const theirs = (count) =>
    Number(
      execFileSync(
        python,
        [
          script,
          join(folder, "python.log"),
          String(count),
          JSON.stringify(schema),
          JSON.stringify(small.event),
        ],
        { encoding: "utf8" },
      ),
    );

  const results = [];
  for (let round = 0; round < 6; round++) results.push([await ours(200_000), theirs(10_000)]);
  await log.close();
  rmSync(folder, { recursive: true });
  const measured = results.slice(1);
  return {
    name,
    limit,
    atLeast: true,
    unit: "events a second",
    tried:
      "lines put together by 32 and encoded into blocks of 256 KiB that are used again, one write for a block. The rival took " +
      "47 µs an event where the limit was set, and takes what the table says here.",
    ratio: median(measured.map(([left, right]) => left / right)),
    ours: median(measured.map(([left]) => left)),
    rival: median(measured.map(([, right]) => right)),
  };
}
