// A round trip to a kernel (a small cell: its reply, and the end of its output) with its execution recorded, against the same
// one whose schema is not allowed: one server, one kernel, one connection, and the policy is changed between the rounds.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventLog, FileHandler } from "@daybook/eventlog";
import { shippedSchemaFiles } from "@daybook/notebook-events";
import { startServer } from "@daybook/server";
import { connectKernel, installKernel } from "./support/kernel-client.js";
import { median, report } from "./support/measure.js";

const rounds = 31;
const trips = 200;
const schema = "daybook/kernel-executions";
const code = "print hello\n".repeat(5);

const folder = mkdtempSync(join(tmpdir(), "daybook-bench-"));
const log = new EventLog({ handlers: [new FileHandler(join(folder, "event.log"))] });
for (const file of shippedSchemaFiles()) await log.registerSchemaFile(file);
const kernels = installKernel(folder);
const server = await startServer({ log, rootDir: folder, token: "bench", port: 0, kernels });

/** Microseconds of a round trip, by the clock and of this process, which is server and client. */
async function measure(client, allowed) {
  log.allowedSchemas = allowed
    ? { [schema]: { allowedCategories: ["executed-code", "personally-identifiable-information"] } }
    : [];
  const cpu = process.cpuUsage();
  const started = process.hrtime.bigint();
  for (let trip = 0; trip < trips; trip++) await client.execute(code);
  const clock = Number(process.hrtime.bigint() - started) / 1000 / trips;
  const { user, system } = process.cpuUsage(cpu);
  return { clock, work: (user + system) / trips };
}

try {
  const { client } = await connectKernel(server.url);
  for (let warm = 0; warm < 3; warm++) await measure(client, warm % 2 === 0);
  const results = [];
  for (let round = 0; round < rounds; round++) {
    // Whoever comes first in a round has what the other left behind.
    const first = round % 2 === 0;
    const one = await measure(client, first);
    const other = await measure(client, !first);
    results.push(first ? [one, other] : [other, one]);
  }
  const row = (name, unit, of) => ({
    name,
    limit: 1.05,
    tried:
      "single members found in the bytes in place of parsing messages, the event recorded in the turn after the answer was sent on, " +
      "writes of events that nobody waits for gathered over 5 ms. What is left is reading the messages, the turn after the answer, and recordEvent.",
    unit,
    ratio: median(results.map(([recorded, bare]) => of(recorded) / of(bare))),
    ours: median(results.map(([recorded]) => of(recorded))),
    rival: median(results.map(([, bare]) => of(bare))),
  });
  report([
    row(
      "round trip to a kernel, its execution recorded ÷ not allowed",
      "µs by the clock",
      ({ clock }) => clock,
    ),
    {
      ...row("the same, processor time of the server and its client", "µs", ({ work }) => work),
      limit: null,
    },
  ]);
  client.close();
} finally {
  await server.close();
  await log.close();
  rmSync(folder, { recursive: true, force: true });
}
