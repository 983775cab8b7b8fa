import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Daybook, daybook } from "../../../../test/support/daybook.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

const schema = "hub.jupyter.org/server-action";
const event = { action: "start", username: "ada", servername: "" };
const toFile = `EventLog:
  handlers:
    - class: FileHandler
      filename: event.log
  allowed_schemas: [${schema}]
ServerApp: { port: 0 }
`;

function post(address: URL, token = address.searchParams.get("token")): Promise<Response> {
  return fetch(new URL("api/eventlog", address), {
    method: "POST",
    headers: { Authorization: `token ${token}` },
    body: JSON.stringify({ schema, version: 1, event }),
  });
}

function recordedIn(folder: string): unknown[] {
  const lines = readFileSync(join(folder, "event.log"), "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line));
}

test.each([
  "SIGTERM",
  "SIGINT",
] as const)("%s ends it with 0, and what was posted is in the log", async (signal) => {
  const cwd = temporaryFolder({ "daybook.yaml": toFile });
  const server = new Daybook(["serve"], { cwd });
  expect((await post(await server.address())).status).toBe(204);
  server.signal(signal);
  expect(await server.ended()).toBe(0);
  expect(recordedIn(cwd)).toMatchObject([event]);
  expect(server.stdout.split("\n")).toHaveLength(2);
});

test("start, reload and stop are in the log, around what happened between them", async () => {
  const lifecycle = toFile.replace(`[${schema}]`, `[${schema}, daybook/server-lifecycle]`);
  const cwd = temporaryFolder({ "daybook.yaml": lifecycle });
  const server = new Daybook(["serve"], { cwd });
  const address = await server.address();
  expect((await post(address)).status).toBe(204);
  server.signal("SIGHUP");
  await server.says("was read again");
  server.signal("SIGTERM");
  expect(await server.ended()).toBe(0);
  const policy = expect.arrayContaining([expect.objectContaining({ schema, withheld: [] })]);
  expect(recordedIn(cwd)).toMatchObject([
    { __schema__: "daybook/server-lifecycle", action: "start", policy },
    event,
    { __schema__: "daybook/server-lifecycle", action: "reload", policy },
    { __schema__: "daybook/server-lifecycle", action: "stop", recorded: 3, refused: 0, dropped: 0 },
  ]);
});

test("the first line has the address with base URL and token, and nothing else has the token", async () => {
  const token = "a secret/with%&signs";
  const server = new Daybook(["serve", "--token", token, "--base-url", "user/ada", "--ip", "localhost"], {
    cwd: temporaryFolder({ "daybook.yaml": toFile }),
  });
  const address = await server.address();
  expect(address.pathname).toBe("/user/ada/");
  expect(server.stdout).toBe(
    `Daybook is listening at http://localhost:${address.port}/user/ada/?token=${encodeURIComponent(token)}\n`,
  );
  expect((await post(address)).status).toBe(204);
  await post(address, "wrong");
  await fetch(address);
  server.signal("SIGTERM");
  expect(await server.ended()).toBe(0);
  expect(server.stderr).not.toContain(token);
  expect(server.stderr).not.toContain(encodeURIComponent(token));
});

test("the start-up report stands on standard error", async () => {
  const server = new Daybook(["serve"], { cwd: temporaryFolder({ "daybook.yaml": toFile }) });
  await server.address();
  // What was written to another pipe before may come after.
  await server.says("Events go to:");
  expect(server.stderr).toContain(`${schema} version 1`);
  expect(server.stderr).toContain("Events go to:");
});

test.each([
  { words: ["--token", "flag"], environment: { JUPYTER_TOKEN: "environment" }, token: /^flag$/ },
  { words: [], environment: { JUPYTER_TOKEN: "environment" }, token: /^environment$/ },
  { words: [], environment: { JUPYTER_TOKEN: "" }, token: /^configured$/ },
  { words: [], environment: {}, token: /^configured$/ },
])("the token of $words with $environment is $token", async ({ words, environment, token }) => {
  const text = toFile.replace("port: 0", "port: 0, token: configured");
  const server = new Daybook(["serve", ...words], {
    cwd: temporaryFolder({ "daybook.yaml": text }),
    environment,
  });
  expect((await server.address()).searchParams.get("token")).toMatch(token);
});

test("without a token there is a random one", async () => {
  const cwd = temporaryFolder({ "daybook.yaml": toFile });
  const servers = [1, 2].map(() => new Daybook(["serve"], { cwd }));
  const [first, second] = await Promise.all(
    servers.map(async (server) => (await server.address()).searchParams.get("token")),
  );
  expect(first).toMatch(/^[\w-]{32}$/);
  expect(first).not.toBe(second);
});

test("flags win over the configuration, and their paths start at the current folder", async () => {
  const text = toFile.replace("port: 0", "port: 1, root_dir: /nowhere, base_url: /a");
  const cwd = temporaryFolder({ "etc/daybook.yaml": text, "notebooks/note.txt": "hello" });
  const words = [
    "--config",
    "etc/daybook.yaml",
    "--port",
    "0",
    "--root-dir",
    "notebooks",
    "--base-url",
    "/b",
  ];
  const server = new Daybook(["serve", ...words], { cwd });
  const address = await server.address();
  expect(address.pathname).toBe("/b/");
  const answer = await fetch(new URL("api/contents/note.txt", address), {
    headers: { Authorization: `token ${address.searchParams.get("token")}` },
  });
  expect(await answer.json()).toMatchObject({ content: "hello" });
});

test("a root folder of the configuration that is not there is a mistake in the file", async () => {
  const cwd = temporaryFolder({ "daybook.yaml": "ServerApp:\n  root_dir: notebooks\n" });
  const { status, stderr } = await daybook(["serve"], { cwd });
  expect(status).toBe(2);
  expect(stderr).toContain(
    `daybook.yaml:2:13: ServerApp.root_dir: there is no folder ${join(cwd, "notebooks")}`,
  );
});

test("an empty JUPYTER_TOKEN is none, and one that cannot be sent is refused", async () => {
  const environment = { JUPYTER_TOKEN: "two\nlines" };
  const { status, stderr } = await daybook(["serve", "--port", "0"], { cwd: temporaryFolder(), environment });
  expect(status).toBe(2);
  expect(stderr).toContain("JUPYTER_TOKEN must be text without line breaks");
});

test("a port in use is told clearly", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const { status, stdout, stderr } = await daybook(["serve", "--port", String(port)], {
    cwd: temporaryFolder(),
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain(`daybook: port ${port} of 127.0.0.1 is in use; choose another with --port`);
});

test("an address of another machine is told clearly", async () => {
  const { status, stderr } = await daybook(["serve", "--port", "0", "--ip", "192.0.2.1"], {
    cwd: temporaryFolder(),
  });
  expect(status).toBe(1);
  expect(stderr).toContain("192.0.2.1 is no address of this machine");
});

const handlerThat = (close: string) => ({
  "daybook.yaml": `EventLog: { handlers: [{ class: ./mine.js }], allowed_schemas: [${schema}] }\nServerApp: { port: 0 }\n`,
  "mine.js": `export default class Mine { handle() {} async flush() {} ${close} }`,
});

test("two signals at once are one wish: npm sends a second one after Ctrl+C", async () => {
  const close = "close() { return new Promise((resolve) => setTimeout(resolve, 100)); }";
  const server = new Daybook(["serve"], { cwd: temporaryFolder(handlerThat(close)) });
  await server.address();
  server.signal("SIGINT");
  server.signal("SIGTERM");
  expect(await server.ended()).toBe(0);
});

test("a second signal ends it at once with 1, and says what may be lost", async () => {
  const files = handlerThat("async close() {}");
  files["mine.js"] = files["mine.js"].replace(
    "async flush() {}",
    "flush() { return new Promise(() => {}); }",
  );
  const server = new Daybook(["serve"], { cwd: temporaryFolder(files) });
  await server.address();
  server.signal("SIGTERM");
  await server.says("SIGTERM; finishing requests");
  const again = setInterval(() => server.signal("SIGTERM"), 50);
  onTestFinished(() => clearInterval(again));
  expect(await server.ended()).toBe(1);
  expect(server.stderr).toContain("a second signal asked for it. Lost: events that were still with Mine");
});

test("a handler that cannot hand on its events ends it with 1 and its reason", async () => {
  const cwd = temporaryFolder(
    handlerThat('async close() { throw new Error("7 events: the disk is full"); }'),
  );
  const server = new Daybook(["serve"], { cwd });
  await server.address();
  server.signal("SIGTERM");
  expect(await server.ended()).toBe(1);
  expect(server.stderr).toContain("events were lost: Mine could not close: 7 events: the disk is full");
});

test("a reader of standard output that goes away does not end it", async () => {
  const text = toFile.replace("handlers:", "handlers:\n    - class: StreamHandler\n      stream: stdout");
  const cwd = temporaryFolder({ "daybook.yaml": text });
  const server = new Daybook(["serve"], { cwd });
  const address = await server.address();
  server.child.stdout.destroy();
  // The first event meets the closed pipe, the second the handler that has noticed.
  for (const _ of [1, 2]) expect((await post(address)).status).toBe(503);
  expect(recordedIn(cwd)).toMatchObject([event, event]);
  server.signal("SIGTERM");
  // Events were lost on standard output, so that 0 would not be true.
  expect(await server.ended()).toBe(1);
  expect(server.stderr).toMatch(/events were lost: StreamHandler stdout .*nobody reads the stream any more/);
});

test("without a handler that needs standard output, its reader may go away at no loss", async () => {
  const server = new Daybook(["serve"], { cwd: temporaryFolder({ "daybook.yaml": toFile }) });
  const address = await server.address();
  server.child.stdout.destroy();
  expect((await post(address)).status).toBe(204);
  server.signal("SIGTERM");
  expect(await server.ended()).toBe(0);
});

test("where no code may be generated it says that it cannot run, and ends with 1", async () => {
  const environment = { NODE_OPTIONS: "--disallow-code-generation-from-strings" };
  const { status, stdout, stderr } = await daybook(["serve", "--port", "0"], {
    cwd: temporaryFolder({}),
    environment,
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain("the server cannot run under --disallow-code-generation-from-strings");
});
