// What it costs that events survive a power cut: answers that wait for the disk against answers that do not, and a file
// that is synced every second against one that never is.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventLog, FileHandler } from "@daybook/eventlog";
import { postedEvent, startDaybook } from "./support/daybook.js";
import { small } from "./support/events.js";
import { load } from "./support/load.js";
import { median, report } from "./support/measure.js";

const folder = mkdtempSync(join(tmpdir(), "daybook-bench-"));
const requests = 8000;
const events = 200_000;
const rounds = 9;

async function server(ack) {
  const { url, headers, stop } = await startDaybook(folder, { fsync: "interval", ack });
  const target = {
    url: `${url}api/eventlog`,
    headers,
    body: JSON.stringify(postedEvent),
    status: 204,
    connections: 64,
  };
  return { rate: () => load({ ...target, requests }), stop };
}

function file(fsync) {
  const log = new EventLog({
    handlers: [new FileHandler(join(folder, `${fsync}.log`), { fsync })],
    allowedSchemas: [small.schema.$id],
  });
  log.registerSchema(small.schema);
  return {
    async rate() {
      const started = process.hrtime.bigint();
      for (let run = 0; run < events; run++) {
        log.recordEvent(small.schema.$id, 1, small.event);
        // Faster than the disk, events would only fill the buffer.
        if (run % 5000 === 0) await log.flush();
      }
      await log.flush();
      return events / (Number(process.hrtime.bigint() - started) / 1e9);
    },
    stop: () => log.close(),
  };
}

async function row(name, limit, unit, ours, rival) {
  const results = [];
  for (let round = 0; round <= rounds; round++) results.push([await ours.rate(), await rival.rate()]);
  await ours.stop();
  await rival.stop();
  const measured = results.slice(1);
  return {
    name,
    limit,
    atLeast: true,
    unit,
    tried:
      "one sync for all who wait at the same time, begun as soon as the one before it has ended. What is left is the disk: " +
      "whatever else uses it at the time makes each sync slower, and the row with it.",
    ratio: median(measured.map(([left, right]) => left / right)),
    ours: median(measured.map(([left]) => left)),
    rival: median(measured.map(([, right]) => right)),
  };
}

try {
  report([
    await row(
      "`POST /api/eventlog` at `durable` ÷ at `accepted`, 64 connections",
      0.6,
      "requests a second",
      await server("durable"),
      await server("accepted"),
    ),
    await row(
      "FileHandler with `fsync: interval` ÷ with `never`",
      0.9,
      "events a second",
      file("interval"),
      file("never"),
    ),
  ]);
} finally {
  rmSync(folder, { recursive: true });
}
