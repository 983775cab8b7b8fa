// The gateway against a bare proxy of node:http, and what both add to a direct connection. The server behind, the proxies
// and the load are processes of their own. node bench/gateway.js [ROW..]: only the rows of these names.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { executionLoad } from "./support/execution-load.js";
import { getLoad } from "./support/get-load.js";
import { median, report } from "./support/measure.js";
import { start } from "./support/programs.js";

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "daybook-bench-"));
const stops = [];
const rounds = 15;

/** What was done about the cost of calls and of WebSockets, for the page. */
const triedOnCalls =
  "state kept with its connection in place of tables, answers passed on without a pipe, paths read once for all observers, nobody " +
  "asked who sent a call where no event says it, writes gathered over 25 ms. What is left is making the event, recording it and its " +
  "share of a write, about 10 µs of a call.";
const triedOnMessages =
  "messages that tell nothing of executions are not gathered, and WebSockets are read into the same memory as long as nobody keeps it.";

async function program(args, ready) {
  const { match, stop, pid } = await start(process.execPath, args, { ready });
  stops.push(stop);
  return { first: match[1], pid };
}

async function gateway(port, name) {
  const configuration = {
    EventLog: {
      handlers: [{ class: "FileHandler", filename: `${name}.log` }],
      allowed_schemas: [
        "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions",
        "daybook/kernel-executions",
      ],
    },
  };
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(configuration));
  const words = ["gateway", "--config", file, "--upstream", `http://127.0.0.1:${port}/`, "--port", "0"];
  const { first, pid } = await program(
    [here("../packages/daybook/bin/daybook.js"), ...words],
    /listening at (\S+)/,
  );
  return { url: first, pid };
}

/** Each in turn, so that whatever else the machine does hits all; the first round warms up. */
async function measure(urls, options) {
  const results = [];
  for (let round = 0; round <= rounds; round++) {
    const row = [];
    for (const url of urls) row.push(await getLoad({ url, ...options }));
    results.push(row);
  }
  return results.slice(1);
}

async function rate(name, ours, rival) {
  const results = await measure([ours, rival], { connections: 32, requests: 4000 });
  return {
    name,
    limit: 0.9,
    atLeast: true,
    tried: triedOnCalls,
    unit: "requests a second",
    ratio: median(results.map(([left, right]) => left.rate / right.rate)),
    ours: median(results.map(([left]) => left.rate)),
    rival: median(results.map(([, right]) => right.rate)),
  };
}

async function executions(name, ours, rival, { limit = null, ...options }) {
  const results = [];
  for (let round = 0; round <= rounds; round++) {
    results.push([
      await executionLoad({ url: ours, ...options }),
      await executionLoad({ url: rival, ...options }),
    ]);
  }
  const [, ...measured] = results;
  return {
    name,
    limit,
    atLeast: true,
    tried: triedOnMessages,
    unit: "messages a second",
    ratio: median(measured.map(([left, right]) => left / right)),
    ours: median(measured.map(([left]) => left)),
    rival: median(measured.map(([, right]) => right)),
  };
}

async function latency(name, ours, rival, direct) {
  const results = await measure([ours, rival, direct], { connections: 1, requests: 1000 });
  const added = (index) => median(results.map((row) => (row[index].p50 - row[2].p50) * 1000));
  return {
    name,
    limit: 1.2,
    tried: triedOnCalls,
    unit: "µs",
    ratio: added(0) / added(1),
    ours: added(0),
    rival: added(1),
  };
}

function residentBytes(pid) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) * 1024;
}

/** What the gateway takes at most during a download, against what it takes after its first 5%. */
async function memory(name, { url, pid }, bytes) {
  let received = 0;
  let early = 0;
  let peak = 0;
  const timer = setInterval(() => {
    const now = residentBytes(pid);
    if (received <= bytes * 0.05) return;
    early ||= now;
    peak = Math.max(peak, now);
  }, 50);
  await new Promise((resolve, reject) => {
    get(`${url}download/${bytes}`, (answer) => {
      answer.on("data", (piece) => {
        received += piece.length;
      });
      answer.on("end", resolve);
      answer.on("error", reject);
    }).on("error", reject);
  }).finally(() => clearInterval(timer));
  if (received !== bytes) throw new Error(`only ${received} bytes came`);
  const mebibytes = (number) => number / 2 ** 20;
  return {
    name,
    limit: 1.5,
    unit: "MiB",
    ratio: peak / early,
    ours: mebibytes(peak),
    rival: mebibytes(early),
  };
}

try {
  const { first: port } = await program([here("support/upstream-server.js")], /^(\d+)$/);
  const direct = `http://127.0.0.1:${port}/`;
  const { first: barePort } = await program([here("support/bare-proxy.js"), port], /^(\d+)$/);
  const bare = `http://127.0.0.1:${barePort}/`;
  const ours = await gateway(port, "ours");
  const plain = (url) => `${url}lab`;
  const recorded = (url) => `${url}api/contents/a.ipynb`;
  const rows = {
    calls: () =>
      rate("gateway ÷ bare proxy, calls that give no event, 32 connections", plain(ours.url), plain(bare)),
    recorded: () => rate("the same, calls that are recorded to a file", recorded(ours.url), recorded(bare)),
    latency: () =>
      latency(
        "added to a direct connection (p50): gateway ÷ bare proxy, no event",
        ...[ours.url, bare, direct].map(plain),
      ),
    "recorded-latency": () =>
      latency("the same, recorded to a file", ...[ours.url, bare, direct].map(recorded)),
    messages: () =>
      executions("WebSocket of a kernel, small messages: an output of 100 bytes each", ours.url, bare, {
        limit: 0.9,
        count: 60,
        underway: 2,
        outputs: 500,
        size: 100,
      }),
    executions: () =>
      executions("the same, executions with one output each, all recorded to a file", ours.url, bare, {
        count: 4000,
        underway: 8,
        outputs: 1,
        size: 100,
      }),
    outputs: () =>
      executions("the same, outputs of 10 MB, one at a time", ours.url, bare, {
        limit: 0.95,
        count: 15,
        underway: 1,
        outputs: 1,
        size: 10_000_000,
      }),
    memory: async () =>
      memory(
        "memory of the gateway through a download of 5 GB: peak ÷ after 5%",
        await gateway(port, "memory"),
        5e9,
      ),
  };
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(rows);
  const results = [];
  for (const name of wanted) results.push(await rows[name]());
  report(results);
} finally {
  for (const stop of stops) await stop();
  rmSync(folder, { recursive: true });
}
