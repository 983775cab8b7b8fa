// recordEvent into FileHandler, against pino logging the same object to the same kind of file, nothing validated.
// Both are given portions of events and waited for, so that what is measured is events that are in the file.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventLog, FileHandler } from "@daybook/eventlog";
import { pino } from "pino";
import { nested, small } from "./support/events.js";
import { median, report } from "./support/measure.js";

const folder = mkdtempSync(join(tmpdir(), "daybook-bench-"));
const portion = 500;
const portions = 40;
const rounds = 15;

const log = new EventLog({
  handlers: [new FileHandler(join(folder, "daybook.log"))],
  allowedSchemas: [small.schema.$id, nested.schema.$id],
});
for (const { schema } of [small, nested]) log.registerSchema(schema);

const destination = pino.destination({ dest: join(folder, "pino.log"), sync: false });
const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);

async function cost(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / (portion * portions);
}

const ours = ({ schema, event }) =>
  cost(async () => {
    for (let number = 0; number < portions; number++) {
      for (let run = 0; run < portion; run++) log.recordEvent(schema.$id, 1, event);
      await log.flush();
    }
  });
// Not its flush, which syncs the disk as well.
const written = () => new Promise((resolve) => destination.once("drain", resolve));
const theirs = ({ event }) =>
  cost(async () => {
    for (let number = 0; number < portions; number++) {
      for (let run = 0; run < portion; run++) logger.info(event);
      await written();
    }
  });

async function row(name, kind) {
  const results = [];
  for (let round = 0; round < rounds + 3; round++) results.push([await ours(kind), await theirs(kind)]);
  // The first rounds warm both up.
  const measured = results.slice(3);
  return {
    name,
    limit: 0.5,
    ratio: median(measured.map(([left, right]) => left / right)),
    ours: median(measured.map(([left]) => left)),
    rival: median(measured.map(([, right]) => right)),
  };
}

const rows = [
  await row("`recordEvent` into FileHandler ÷ pino to a file, small event", small),
  await row("the same, nested event", nested),
];
await log.close();
rmSync(folder, { recursive: true });
report(rows);
