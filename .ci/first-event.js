// node .ci/first-event.js FOLDER: in a folder with Daybook installed from its packages, runs the server with a small
// configuration, posts one event, stops the server, and looks for exactly that event in the log.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const folder = process.argv[2];
const program = join(folder, "node_modules", "daybook", "bin", "daybook.js");
const schema = "hub.jupyter.org/server-action";
const event = { action: "start", username: "ada", servername: "" };

// A program as configuration: it has to find the library in the very package that reads it.
writeFileSync(
  join(folder, "daybook.config.ts"),
  `import { defineConfig, FileHandler } from "daybook";
export default defineConfig({
  EventLog: { handlers: [new FileHandler("event.log")], allowedSchemas: ["${schema}"] },
  ServerApp: { port: 0 },
});
`,
);
const policy = execFileSync(process.execPath, [program, "policy"], { cwd: folder, encoding: "utf8" });
assert.match(policy, /recorded whole/);
assert.ok(policy.includes(join(folder, "event.log")), policy);

const server = spawn(process.execPath, [program, "serve", "--token", "a secret"], {
  cwd: folder,
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const ended = once(server, "exit");
  const line = await Promise.race([
    once(createInterface(server.stdout), "line").then(([text]) => text),
    ended.then(([status, signal]) => `it ended before that, with ${signal ?? `exit status ${status}`}`),
  ]);
  const [, address] = /^Daybook is listening at (\S+)$/.exec(line) ?? [];
  assert.ok(address, `the server should say that it listens; ${line}`);
  const url = new URL(address);
  assert.equal(url.searchParams.get("token"), "a secret");
  const answer = await fetch(new URL("api/eventlog", url), {
    method: "POST",
    headers: { Authorization: "token a secret" },
    body: JSON.stringify({ schema, version: 1, event }),
  });
  assert.equal(answer.status, 204, await answer.text());
  server.kill("SIGTERM");
  const [status] = await ended;
  assert.equal(status, 0);
} finally {
  server.kill("SIGKILL");
}

const lines = readFileSync(join(folder, "event.log"), "utf8").split("\n");
assert.equal(lines.length, 2, "one line and its end");
const { __timestamp__: timestamp, ...recorded } = JSON.parse(lines[0]);
assert.match(timestamp, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
assert.deepEqual(recorded, { __schema__: schema, __schema_version__: 1, __metadata_version__: 1, ...event });

const script =
  'import { EventLog, defineConfig } from "daybook"; console.log(typeof EventLog, typeof defineConfig);';
const library = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
  cwd: folder,
  encoding: "utf8",
});
assert.equal(library, "function function\n");
