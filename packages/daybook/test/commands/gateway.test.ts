import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Daybook, daybook } from "../../../../test/support/daybook.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

const toFile = `EventLog:
  handlers:
    - class: FileHandler
      filename: event.log
  allowed_schemas: [eventlogging.jupyter.org/jupyter_server/contentsmanager-actions]
Gateway: { port: 0 }
`;

/** A server behind the gateway. @returns its address */
async function serverBehind(
  listener: RequestListener = (_request, response) => response.end("{}"),
): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/user/ada/`;
}

test.each([
  "SIGTERM",
  "SIGINT",
] as const)("%s ends it with 0, and what was done is in the log", async (signal) => {
  const cwd = temporaryFolder({ "daybook.yaml": toFile });
  const gateway = new Daybook(["gateway", "--upstream", await serverBehind()], { cwd });
  const address = await gateway.address();
  expect((await fetch(new URL("api/contents/a.md?token=secret", address))).status).toBe(200);
  gateway.signal(signal);
  expect(await gateway.ended()).toBe(0);
  expect(JSON.parse(readFileSync(join(cwd, "event.log"), "utf8"))).toMatchObject({ action: "get" });
  expect(gateway.stderr).not.toContain("secret");
});

test("the first line has the address with the base URL of the server behind, and no token", async () => {
  const cwd = temporaryFolder({ "daybook.yaml": toFile });
  const gateway = new Daybook(["gateway", "--upstream", await serverBehind(), "--ip", "localhost"], { cwd });
  const { port } = await gateway.address();
  expect(gateway.stdout).toBe(`Daybook is listening at http://localhost:${port}/user/ada/\n`);
});

test("all of it can be in the configuration", async () => {
  const text = toFile.replace("port: 0", `port: 0, upstream: ${await serverBehind()}, identity_max_age: 1`);
  const gateway = new Daybook(["gateway"], { cwd: temporaryFolder({ "daybook.yaml": text }) });
  expect((await fetch(await gateway.address())).status).toBe(200);
});

test.each([
  [[], /needs the address of a server: --upstream/],
  [["--upstream", "127.0.0.1:8888"], /--upstream must be the address of a server/],
  [["--upstream", "http://a:secret@127.0.0.1/"], /--upstream must be the address of a server/],
  [["--upstream", "http://127.0.0.1/?token=secret"], /--upstream must be the address of a server/],
  [["--upstream", "http://[/"], /--upstream: it is no URL/],
  [["--upstream", "http://localhost:9999/", "--port", "9999"], /--upstream: it is the gateway's own address/],
  [["--upstream", "http://127.0.0.1/", "--port", "a"], /--port must be a whole number/],
])("%j is a mistake, and nothing is started", async (words, message) => {
  const cwd = temporaryFolder({ "daybook.yaml": toFile });
  const { status, stdout, stderr } = await daybook(["gateway", ...words], { cwd });
  expect(status).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain("secret");
  expect(() => readFileSync(join(cwd, "event.log"))).toThrow();
});

test.each([
  [
    "trusted_proxies: [10.0.0.0/33]",
    /daybook\.yaml:6:\d+: Gateway\.trusted_proxies: "10\.0\.0\.0\/33" is no address/,
  ],
  ["user_header: X-User", /Gateway\.user_header: it needs trusted_proxies/],
  ["on_failure: {a: perhaps}", /Gateway\.on_failure\.a: must be continue or refuse/],
])("%s is a mistake in the file", async (option, message) => {
  const text = toFile.replace("port: 0", `port: 0, upstream: "http://127.0.0.1:1/", ${option}`);
  const { status, stderr } = await daybook(["gateway"], { cwd: temporaryFolder({ "daybook.yaml": text }) });
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
});

test.each([
  ["{ service_prefix: /services/daybook/ }", /JupyterHub\.api_url: .*it is an address such as/],
  ["{ api_url: ftp://hub }", /JupyterHub\.api_url: must be the address of the hub's API/],
  [
    "{ api_url: 'http://127.0.0.1:2/hub/api', service_prefix: /daybook/ }",
    /JupyterHub\.service_prefix: it is a path such as/,
  ],
  ["{ api_token: secret }", /JupyterHub\.api_token: unknown option/],
])("the section JupyterHub: %s is a mistake in the file", async (section, message) => {
  const text = `${toFile.replace("port: 0", 'port: 0, upstream: "http://127.0.0.1:1/"')}JupyterHub: ${section}\n`;
  const { status, stderr } = await daybook(["gateway"], { cwd: temporaryFolder({ "daybook.yaml": text }) });
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
});

test("a port in use ends it with 1", async () => {
  const upstream = await serverBehind();
  const taken = new URL(await serverBehind()).port;
  const cwd = temporaryFolder({ "daybook.yaml": toFile });
  const { status, stderr } = await daybook(["gateway", "--upstream", upstream, "--port", taken], { cwd });
  expect(status).toBe(1);
  expect(stderr).toContain(`port ${taken} of 127.0.0.1 is in use`);
});
