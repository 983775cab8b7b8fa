import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Daybook } from "../../../../test/support/daybook.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";

const schema = "hub.jupyter.org/server-action";
const event = { action: "start", username: "ada", servername: "" };
const held = `EventLog:
  handlers:
    - class: MemoryHandler
      capacity: 1000
      target: { class: FileHandler, filename: event.log }
  allowed_schemas: [${schema}]
ServerApp: { port: 0 }
`;

test("nothing that a MemoryHandler holds is lost, whatever connections clients leave open", async () => {
  const cwd = temporaryFolder({ "daybook.yaml": held });
  const server = new Daybook(["serve"], { cwd });
  const address = await server.address();
  const open = async (...lines: string[]) => {
    const socket = connect(Number(address.port), address.hostname);
    onTestFinished(() => void socket.destroy());
    // It may be cut off while we still write.
    socket.on("error", () => {});
    await once(socket, "connect");
    if (lines.length > 0) socket.write(lines.join("\r\n"));
    return socket;
  };
  await open();
  const alive = await open("GET /api HTTP/1.1", "Host: localhost", "Connection: keep-alive", "", "");
  await once(alive, "data");
  for (let count = 0; count < 3; count++) {
    const response = await fetch(new URL("api/eventlog", address), {
      method: "POST",
      headers: { Authorization: `token ${address.searchParams.get("token")}` },
      body: JSON.stringify({ schema, version: 1, event }),
    });
    expect(response.status).toBe(204);
  }
  server.signal("SIGTERM");
  expect(await server.ended()).toBe(0);
  const lines = readFileSync(join(cwd, "event.log"), "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([event, event, event]);
});

test("a client that may use the server may stop it, in order", async () => {
  const cwd = temporaryFolder({ "daybook.yaml": held });
  const server = new Daybook(["serve"], { cwd });
  const address = await server.address();
  const headers = { Authorization: `token ${address.searchParams.get("token")}` };
  const post = (path: string, body?: string) =>
    fetch(new URL(path, address), { method: "POST", headers, ...(body === undefined ? {} : { body }) });
  expect((await post("api/eventlog", JSON.stringify({ schema, version: 1, event }))).status).toBe(204);
  expect((await post("api/shutdown")).status).toBe(200);
  expect(await server.ended()).toBe(0);
  expect(server.stderr).toContain("daybook: POST /api/shutdown; finishing requests and handing on events\n");
  const lines = readFileSync(join(cwd, "event.log"), "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([event]);
});
