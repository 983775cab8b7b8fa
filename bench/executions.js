// A round trip to a kernel (a small cell: its reply, and the end of its output) with its execution recorded, against the same
// one whose schema is not allowed: one server, one connection, and the policy is changed between the rounds. Once with the kernel
// that people have, and once with a tiny one that does next to nothing.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventLog, FileHandler } from "@daybook/eventlog";
import { shippedSchemaFiles } from "@daybook/notebook-events";
import { startServer } from "@daybook/server";
import { connectKernel, installKernels } from "./support/kernel-client.js";
import { median, report } from "./support/measure.js";
import { pythonEnvironment } from "./support/python.js";

const schema = "daybook/kernel-executions";
/** Short rounds and many: what else the machine does comes and goes, and is to hit both alike. */
const cases = [
  {
    kernel: "python",
    title: "ipykernel",
    code: "print('hello')\n".repeat(5),
    rounds: 31,
    trips: 40,
    before: 10,
  },
  {
    kernel: "test",
    title: "a tiny kernel",
    code: "print hello\n".repeat(5),
    rounds: 81,
    trips: 60,
    before: 40,
  },
];
const tried =
  "executions that end within 25 ms are recorded together, and only then are their answers read; small parts of messages are parsed " +
  "by the machine's own parser, and headers of parents once for all messages of a request; writes of events that nobody waits for are gathered over 5 ms.";

const folder = mkdtempSync(join(tmpdir(), "daybook-bench-"));
const log = new EventLog({ handlers: [new FileHandler(join(folder, "event.log"))] });
for (const file of shippedSchemaFiles()) await log.registerSchemaFile(file);
const python = pythonEnvironment();
const kernels = installKernels(folder, python);
const server = await startServer({ log, rootDir: folder, token: "bench", port: 0, kernels });

/** Microseconds of a round trip, by the clock and of this process, which is server and client. */
async function measure(client, { code, trips, before }, allowed) {
  log.allowedSchemas = allowed
    ? { [schema]: { allowedCategories: ["executed-code", "personally-identifiable-information"] } }
    : [];
  // With the first event after a change of policy its way is made anew, and events are recorded some time after: as much of the
  // trips before is measured as is left out of the last ones.
  for (let trip = 0; trip < before; trip++) await client.execute(code);
  const cpu = process.cpuUsage();
  const started = process.hrtime.bigint();
  for (let trip = 0; trip < trips; trip++) await client.execute(code);
  const clock = Number(process.hrtime.bigint() - started) / 1000 / trips;
  const { user, system } = process.cpuUsage(cpu);
  return { clock, work: (user + system) / trips };
}

async function rowsOf({ kernel, title, ...one }) {
  const name = `round trip to ${title}, its execution recorded ÷ not allowed`;
  const workName = `round trip to ${title}, the same, processor time of the server and its client`;
  if (kernel === "python" && python === undefined) {
    return [name, workName].map((name) => ({ name, limit: 1.05, missing: "no Python" }));
  }
  const { client } = await connectKernel(server.url, kernel);
  for (let warm = 0; warm < 20; warm++) await measure(client, one, warm % 2 === 0);
  const results = [];
  for (let round = 0; round < one.rounds; round++) {
    // Whoever comes first in a round has what the other left behind.
    const first = round % 2 === 0;
    const left = await measure(client, one, first);
    const right = await measure(client, one, !first);
    results.push(first ? [left, right] : [right, left]);
  }
  client.close();
  const row = (name, unit, of) => ({
    name,
    limit: 1.05,
    tried,
    unit,
    ratio: median(results.map(([recorded, bare]) => of(recorded) / of(bare))),
    ours: median(results.map(([recorded]) => of(recorded))),
    rival: median(results.map(([, bare]) => of(bare))),
  });
  return [
    row(name, "µs by the clock", ({ clock }) => clock),
    { ...row(workName, "µs", ({ work }) => work), limit: null },
  ];
}

try {
  const rows = [];
  for (const one of cases) rows.push(...(await rowsOf(one)));
  report(rows);
} finally {
  await server.close();
  await log.close();
  rmSync(folder, { recursive: true, force: true });
}
