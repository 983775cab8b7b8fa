// POST /api/eventlog, against a bare node:http server that parses the body and appends it, and against jupyter_server's
// POST /api/events. All three append to a file. The load comes from this
// process; the servers are processes of their own.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { postedEvent, startDaybook } from "./support/daybook.js";
import { load } from "./support/load.js";
import { median, report } from "./support/measure.js";
import { start } from "./support/programs.js";
import { pythonEnvironment } from "./support/python.js";

const folder = mkdtempSync(join(tmpdir(), "daybook-bench-"));
const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const stops = [];

async function daybook() {
  const { url, headers, stop } = await startDaybook(folder);
  stops.push(stop);
  return { url: `${url}api/eventlog`, headers, body: JSON.stringify(postedEvent), status: 204 };
}

async function bare() {
  const server = await start(process.execPath, [here("support/bare-server.js"), join(folder, "bare.log")], {
    ready: /^(\d+)$/,
  });
  stops.push(server.stop);
  const body = JSON.stringify(postedEvent);
  return { url: `http://127.0.0.1:${server.match[1]}/`, headers: {}, body, status: 204 };
}

async function jupyter() {
  const python = pythonEnvironment();
  if (python === undefined) return undefined;
  // Without a handler, jupyter_events drops events before it looks at them.
  const log = JSON.stringify(join(folder, "jupyter.log"));
  const settings = ["import logging", `c.EventLogger.handlers = [logging.FileHandler(${log})]`];
  writeFileSync(join(folder, "jupyter_server_config.py"), `${settings.join("\n")}\n`);
  const args = [
    "-m",
    "jupyter_server",
    "--no-browser",
    "--allow-root",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.port=0",
    "--IdentityProvider.token=bench",
    `--ServerApp.root_dir=${folder}`,
  ];
  const server = await start(python, args, {
    ready: /http:\/\/127\.0\.0\.1:(\d+)\//,
    env: { JUPYTER_CONFIG_DIR: folder },
  });
  stops.push(server.stop);
  const schema_id = "https://events.jupyter.org/jupyter_server/contents_service/v1";
  return {
    url: `http://127.0.0.1:${server.match[1]}/api/events`,
    headers: { authorization: "token bench" },
    body: JSON.stringify({ schema_id, version: "1", data: { action: "save", path: "a.ipynb" } }),
    status: 204,
  };
}

async function row(name, limit, ours, rival, [ourRequests, rivalRequests], rounds = 9) {
  if (rival === undefined) return { name, limit, missing: "python3 is not there" };
  const results = [];
  for (let round = 0; round <= rounds; round++) {
    results.push([
      await load({ ...ours, requests: ourRequests }),
      await load({ ...rival, requests: rivalRequests }),
    ]);
  }
  const measured = results.slice(1);
  return {
    name,
    limit,
    atLeast: true,
    unit: "requests a second",
    ratio: median(measured.map(([left, right]) => left / right)),
    ours: median(measured.map(([left]) => left)),
    rival: median(measured.map(([, right]) => right)),
  };
}

try {
  const ours = await daybook();
  report([
    await row(
      "`POST /api/eventlog` ÷ a bare `node:http` server, 32 connections",
      0.85,
      ours,
      await bare(),
      [16000, 16000],
    ),
    await row("the same ÷ jupyter_server `POST /api/events`", 13, ours, await jupyter(), [16000, 1500], 9),
  ]);
} finally {
  for (const stop of stops) await stop();
  rmSync(folder, { recursive: true });
}
