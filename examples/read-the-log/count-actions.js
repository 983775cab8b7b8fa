// Counts what was done how often:  node count-actions.js event.log
// The log is one JSON object a line, so any tool reads it; this one needs nothing but Node.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: node count-actions.js event.log");
  process.exit(2);
}

const counts = new Map();
for await (const line of createInterface({ input: createReadStream(file) })) {
  const event = JSON.parse(line);
  const key = `${event.__schema__} ${event.action}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
for (const [key, count] of [...counts].sort()) console.log(`${String(count).padStart(6)}  ${key}`);
