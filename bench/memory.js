// Memory while 10 million events are recorded into a file: what is in use after each million, after a collection.
import { closeSync, openSync } from "node:fs";
import { EventLog, FileHandler } from "@daybook/eventlog";
import { small } from "./support/events.js";
import { report } from "./support/measure.js";

// The device takes all and keeps nothing, so that 2 GB of lines need no disk.
closeSync(openSync("/dev/null", "a"));
const log = new EventLog({ handlers: [new FileHandler("/dev/null")], allowedSchemas: [small.schema.$id] });
log.registerSchema(small.schema);

const inUse = [];
for (let million = 0; million < 10; million++) {
  for (let portion = 0; portion < 100; portion++) {
    for (let run = 0; run < 10_000; run++) log.recordEvent(small.schema.$id, 1, small.event);
    await log.flush();
  }
  globalThis.gc();
  inUse.push(process.memoryUsage().heapUsed);
}
await log.close();
const [first] = inUse;
report([
  {
    name: "heap in use after 10 million events ÷ after the first million",
    limit: 1.05,
    unit: "bytes",
    ratio: inUse.at(-1) / first,
    ours: inUse.at(-1),
    rival: first,
  },
]);
