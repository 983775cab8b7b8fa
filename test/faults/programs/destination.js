// node destination.js FILE PORT: takes what an HTTPHandler posts with "items: identified", and keeps each event once, by its
// id: "ID EVENT", a line each.
// Prints "arrived N" when it has N events, before it answers.
import { appendFileSync, existsSync, fsyncSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";

const [file, port] = process.argv.slice(2);

// A line that an end in the middle of a write has torn was not confirmed.
const kept = existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
writeFileSync(file, kept.map((line) => `${line}\n`).join(""));
const known = new Set(kept.map(idOf));
const descriptor = openSync(file, "a");

const server = createServer(async (request, response) => {
  const parts = [];
  try {
    for await (const part of request) parts.push(part);
  } catch {
    return; // Cut off in the middle: it comes again.
  }
  const lines = Buffer.concat(parts).toString("utf8").split("\n").slice(0, -1).map(keptOf);
  const fresh = lines.filter((line) => !known.has(idOf(line)));
  for (const line of fresh) known.add(idOf(line));
  appendFileSync(descriptor, fresh.map((line) => `${line}\n`).join(""));
  fsyncSync(descriptor);
  console.log(`arrived ${known.size}`);
  response.end();
});

server.listen(Number(port), "127.0.0.1", () => {
  console.log(`listening at ${server.address().port}`);
});

// The driver holds the other end: when it is gone, so is this.
process.stdin.on("end", () => process.exit()).resume();

/** Of `{"id":..,"sequence":..,"event":{..}}`; the event stays as it was written. */
function keptOf(item) {
  const { id } = JSON.parse(item);
  return `${id} ${item.slice(item.indexOf('"event":') + 8, -1)}`;
}

function idOf(line) {
  return line.slice(0, line.indexOf(" "));
}
