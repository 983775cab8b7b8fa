// The rival of the batches: reads a file of lines, parses each with JSON.parse, and appends it to another file, all of it
// on one core and in large portions. node parse-and-append.js FROM TO: does so once for each line on standard input, and
// prints how many seconds it took.
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";

const [from, to] = process.argv.slice(2);
const portion = Buffer.alloc(64 * 1024);

function parseAndAppend(output) {
  const input = openSync(from, "r");
  let begun = "";
  for (let length = readSync(input, portion); length > 0; length = readSync(input, portion)) {
    const lines = (begun + portion.toString("utf8", 0, length)).split("\n");
    begun = lines.pop();
    for (const line of lines) JSON.parse(line);
    if (lines.length > 0) writeSync(output, `${lines.join("\n")}\n`);
  }
  closeSync(input);
}

const output = openSync(to, "a");
console.log("ready");
for await (const _ of createInterface({ input: process.stdin })) {
  const started = process.hrtime.bigint();
  parseAndAppend(output);
  console.log(Number(process.hrtime.bigint() - started) / 1e9);
}
