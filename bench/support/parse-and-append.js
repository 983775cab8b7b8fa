// The rival of the batches: reads a file of lines, parses each with JSON.parse, and appends it to another file.
// node parse-and-append.js FROM TO: does so once for each line on standard input, and prints how many seconds it took.
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";

const [from, to] = process.argv.slice(2);

async function parseAndAppend(file) {
  let begun = "";
  for await (const text of createReadStream(from, "utf8")) {
    const lines = (begun + text).split("\n");
    begun = lines.pop();
    for (const line of lines) JSON.parse(line);
    if (lines.length > 0) await file.write(`${lines.join("\n")}\n`);
  }
}

const file = await open(to, "a");
console.log("ready");
for await (const _ of createInterface({ input: process.stdin })) {
  const started = process.hrtime.bigint();
  await parseAndAppend(file);
  console.log(Number(process.hrtime.bigint() - started) / 1e9);
}
