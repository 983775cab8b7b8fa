// Events through the spool to a JetStream stream, against the client publishing the same lines alone. Both end when the
// stream has acknowledged the last one; ours are synced to disk before they are sent.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventLog, MemoryHandler } from "@daybook/eventlog";
import { NatsHandler } from "@daybook/handlers";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { natsServer } from "../scripts/nats-server.js";
import { small } from "./support/events.js";
import { median, report } from "./support/measure.js";
import { start } from "./support/programs.js";

const events = 20_000;
/** How many the client has under way at a time; what our handler sends together. */
const window = 1000;
const rounds = 9;
const name = "`recordEvent`, spool and send to JetStream ÷ the client publishing alone";

const folder = mkdtempSync(join(tmpdir(), "daybook-bench-"));

/** The lines that our handler sends, to be published as they are. */
function lines() {
  const memory = new MemoryHandler(events);
  const log = new EventLog({ handlers: [memory], allowedSchemas: [small.schema.$id] });
  log.registerSchema(small.schema);
  for (let number = 0; number < events; number++) log.recordEvent(small.schema.$id, 1, small.event);
  return memory.events.map((event) => JSON.stringify(event));
}

async function rate(work) {
  const started = process.hrtime.bigint();
  await work();
  return events / (Number(process.hrtime.bigint() - started) / 1e9);
}

async function measure(url) {
  const connection = await connect({ servers: url, noAsyncTraces: true });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: "BENCH", subjects: ["events.>"] });
  const stream = jetstream(connection);
  const handler = new NatsHandler({ servers: url, spool: join(folder, "spool"), batchEvents: window });
  const log = new EventLog({ handlers: [handler], allowedSchemas: [small.schema.$id] });
  log.registerSchema(small.schema);
  const published = lines();
  let id = 0;

  const ours = async () => {
    for (let number = 0; number < events; number++) {
      log.recordEvent(small.schema.$id, 1, small.event);
      // As events come on a server: never all in one turn of the event loop.
      if (number % 100 === 99) await new Promise(setImmediate);
    }
    await handler.flush("delivered");
  };
  const rival = async () => {
    let next = 0;
    const one = async () => {
      while (next < events) await stream.publish("events.bench", published[next++], { msgID: `${++id}` });
    };
    await Promise.all(Array.from({ length: window }, one));
  };

  const results = [];
  for (let round = 0; round < rounds + 2; round++) results.push([await rate(ours), await rate(rival)]);
  await log.close();
  await connection.close();
  // The first rounds warm both up.
  return results.slice(2);
}

async function row() {
  let program;
  try {
    program = natsServer();
  } catch (error) {
    return { name, missing: error.message };
  }
  const configuration = join(folder, "nats.conf");
  writeFileSync(
    configuration,
    `listen: "127.0.0.1:-1"\njetstream: { store_dir: ${JSON.stringify(folder)} }\n`,
  );
  const server = await start(program, ["-c", configuration], {
    ready: /client connections on (127\.0\.0\.1:\d+)/,
  });
  try {
    const results = await measure(server.match[1]);
    return {
      name,
      limit: 0.5,
      atLeast: true,
      unit: "events a second",
      ratio: median(results.map(([left, right]) => left / right)),
      ours: median(results.map(([left]) => left)),
      rival: median(results.map(([, right]) => right)),
    };
  } finally {
    await server.stop();
  }
}

const result = await row();
rmSync(folder, { recursive: true });
report([result]);
