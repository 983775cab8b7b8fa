import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { type ClientOptions, WebSocket } from "ws";
import { testApplication, testOptions, token } from "../support/test-server.js";

/** A server with one WebSocket, which answers each message with who sent it and what it was. */
async function echoServer() {
  const app = await testApplication(await testOptions());
  app.get(
    "/echo",
    { websocket: true, config: { access: "api", protocols: ["better", "good"] } },
    (socket, request) => {
      socket.on("message", (message) => socket.send(`${request.user?.username}: ${message}`));
    },
  );
  await app.listen({ host: "127.0.0.1", port: 0 });
  return { app, address: `127.0.0.1:${(app.server.address() as AddressInfo).port}` };
}

/** The status that a request to open a WebSocket is refused with; fails where it is not. */
async function refusal(url: string, options: ClientOptions = {}): Promise<number | undefined> {
  const socket = new WebSocket(url, options);
  const [, response] = await once(socket, "unexpected-response");
  socket.on("error", () => {}).terminate();
  return response.statusCode;
}

test("a WebSocket opens for whoever has the token, and knows who they are", async () => {
  const { address } = await echoServer();
  const socket = new WebSocket(`ws://${address}/echo?token=${token}`);
  await once(socket, "open");
  socket.send("hello");
  const [message] = await once(socket, "message");
  expect(String(message)).toMatch(/^[^:]+: hello$/);
  socket.terminate();
});

test.each([
  ["without a token", "/echo", {}, 403],
  ["with a wrong token", "/echo?token=wrong", {}, 403],
  ["under a name that is not this server's", `/echo?token=${token}`, { headers: { host: "evil.test" } }, 403],
  ["where there is nothing", `/nothing?token=${token}`, {}, 404],
  ["where no WebSocket is", `/api/contents?token=${token}`, {}, 400],
])("none opens %s: that is told before the upgrade", async (_case, target, options, status) => {
  const { address } = await echoServer();
  expect(await refusal(`ws://${address}${target}`, options)).toBe(status);
});

test("of the subprotocols offered the one that the server likes best is chosen", async () => {
  const { address } = await echoServer();
  const protocolOf = async (offered: string[]) => {
    const socket = new WebSocket(`ws://${address}/echo?token=${token}`, offered);
    await once(socket, "open");
    socket.terminate();
    return socket.protocol;
  };
  expect(await protocolOf(["other", "good", "better"])).toBe("better");
  expect(await protocolOf(["good"])).toBe("good");
  expect(await protocolOf([])).toBe("");
});

test("a plain request to a WebSocket is told what it is", async () => {
  const { address } = await echoServer();
  const answer = await fetch(`http://${address}/echo`, { headers: { Authorization: `token ${token}` } });
  expect(answer.status).toBe(426);
  expect(await answer.json()).toMatchObject({ reason: "upgrade-required" });
});

test("a server that stops says so to those connected, and waits for none", async () => {
  const { app, address } = await echoServer();
  const socket = new WebSocket(`ws://${address}/echo?token=${token}`);
  await once(socket, "open");
  const closed = once(socket, "close");
  await app.close();
  expect(await closed).toEqual([1001, Buffer.from("the server stops")]);
});
