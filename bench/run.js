// node bench/run.js [NAME..]: runs the benchmarks on this Node and on Node 24, and writes docs/benchmarks.md.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { renderPage } from "./support/page.js";

const benchmarks = [
  { name: "record-event" },
  { name: "record-to-file" },
  { name: "jupyter-events" },
  { name: "endpoint" },
  { name: "batch" },
  { name: "gateway" },
  { name: "durability" },
  { name: "executions" },
  { name: "large-output" },
  { name: "nats" },
  { name: "memory", flags: ["--expose-gc"] },
];
const wanted = process.argv.slice(2);
const nodes = [[process.execPath], ["npx", "-y", "-p", "node@24", "node"]];

const versionOf = ([command, ...args]) =>
  execFileSync(command, [...args, "--version"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();

function run(node, { name, flags = [] }) {
  const file = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  const [command, ...args] = node;
  const output = execFileSync(command, [...args, ...flags, file], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output);
}

const results = [];
for (const node of nodes) {
  const version = versionOf(node);
  for (const benchmark of benchmarks) {
    if (wanted.length > 0 && !wanted.includes(benchmark.name)) continue;
    for (const row of run(node, benchmark)) {
      results.push({ benchmark: benchmark.name, version, ...row });
      console.error(`${version} ${row.name}: ${row.missing ?? row.ratio.toFixed(3)}`);
    }
  }
}

const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
if (wanted.length === 0) {
  writeFileSync(new URL("../docs/benchmarks.md", import.meta.url), renderPage(results, machine));
}
