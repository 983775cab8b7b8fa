import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { RawConnection } from "../../../server/test/support/raw-connection.js";
import { testGateway } from "../support/test-gateway.js";
import { testUpstream } from "../support/test-upstream.js";

const handshake = [
  "GET /a HTTP/1.1",
  "Host: localhost",
  "Connection: keep-alive, Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];

/** A server behind that sends every message back. */
async function echo() {
  const upstream = await testUpstream((_request, response) => response.end());
  const server = new WebSocketServer({
    server: upstream.server,
    handleProtocols: (offered) => [...offered].at(-1) ?? false,
  });
  onTestFinished(() => server.close());
  server.on("connection", (socket) => {
    socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  return { ...upstream, sockets: server.clients };
}

test("messages go both ways, large and small, with the protocol that the server chose", async () => {
  const upstream = await echo();
  const { url } = await testGateway(upstream.url);
  const socket = new WebSocket(url.replace("http", "ws"), ["a", "b"]);
  await once(socket, "open");
  expect(socket.protocol).toBe("b");
  for (const message of ["hello", Buffer.alloc(10_000_000, 7)]) {
    socket.send(message);
    const [data, isBinary] = await once(socket, "message");
    expect(isBinary).toBe(typeof message !== "string");
    expect(Buffer.compare(Buffer.from(data), Buffer.from(message))).toBe(0);
  }
  socket.close(4001, "done");
  const [code, reason] = await once(socket, "close");
  expect([code, String(reason)]).toEqual([4001, "done"]);
});

test.each([
  ["reads at once", false],
  ["does not read for a while", true],
])("what a server sends arrives as it was at a client that %s", async (_what, pauses) => {
  const upstream = await echo();
  const { url } = await testGateway(upstream.url);
  const socket = new WebSocket(url.replace("http", "ws"), { perMessageDeflate: false });
  await once(socket, "open");
  const [behind] = upstream.sockets;
  // No two places of it are alike, so that bytes of another place are noticed; and more than the system holds.
  const sent = Buffer.alloc(16 * 1024 * 1024);
  for (let at = 0; at < sent.length; at += 4) sent.writeUInt32LE(at, at);
  const received: Buffer[] = [];
  socket.on("message", (data: Buffer) => received.push(data));
  if (pauses) socket.pause();
  // One by one, so that each is read and written by itself.
  for (let at = 0; at < sent.length; at += 2048) {
    behind?.send(sent.subarray(at, at + 2048));
    await turn();
  }
  behind?.close();
  socket.resume();
  await once(socket, "close");
  expect(Buffer.compare(Buffer.concat(received), sent)).toBe(0);
});

test("what is sent with the handshake arrives behind it", async () => {
  const upstream = await echo();
  const { url } = await testGateway(upstream.url);
  const connection = await RawConnection.to(url);
  const frame = Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]);
  connection.socket.write(Buffer.concat([Buffer.from([...handshake, "", ""].join("\r\n")), frame]));
  expect(await connection.received(/hi$/)).toMatch(/^HTTP\/1\.1 101 /);
  connection.socket.destroy();
});

test("a refused upgrade is answered as the server behind does", async () => {
  const upstream = await testUpstream(() => {});
  upstream.server.on("upgrade", (_request: IncomingMessage, socket: Socket) => {
    socket.end("HTTP/1.1 403 No Way\r\nX-Why: token\r\nContent-Length: 5\r\n\r\nwrong");
  });
  const { url } = await testGateway(upstream.url);
  const connection = await RawConnection.to(url);
  connection.send(...handshake, "", "");
  const answer = await connection.untilClosed();
  expect(answer).toMatch(/^HTTP\/1\.1 403 No Way\r\nX-Why: token\r\n.*\r\n\r\nwrong$/s);
});

test("without a server behind the answer is 502", async () => {
  const upstream = await testUpstream(() => {});
  await upstream.stop();
  const { url } = await testGateway(upstream.url);
  const connection = await RawConnection.to(url);
  connection.send(...handshake, "", "");
  expect(await connection.untilClosed()).toMatch(/^HTTP\/1\.1 502 .*upstream-unreachable/s);
});

test("each side may end on its own", async () => {
  const upstream = await testUpstream(() => {});
  upstream.server.on("upgrade", (_request: IncomingMessage, socket: Socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    socket.once("end", () => socket.end("the last word"));
    socket.resume();
  });
  const { url } = await testGateway(upstream.url);
  const connection = await RawConnection.to(url);
  connection.send(...handshake, "", "");
  await connection.received(/101 /);
  connection.socket.end("done");
  expect(await connection.untilClosed()).toMatch(/the last word$/);
});

test.each(["client", "server"])("when the %s is gone, the other side hears of it", async (side) => {
  const upstream = await echo();
  const { url } = await testGateway(upstream.url);
  const socket = new WebSocket(url.replace("http", "ws"));
  await once(socket, "open");
  const [behind] = upstream.sockets;
  if (behind === undefined) throw new Error("there is no connection behind");
  const [gone, other] = side === "client" ? [socket, behind] : [behind, socket];
  const closed = once(other, "close");
  gone.terminate();
  await closed;
});

test("stopping ends all of them", async () => {
  const upstream = await echo();
  const { url, close } = await testGateway(upstream.url);
  const socket = new WebSocket(url.replace("http", "ws"));
  await once(socket, "open");
  const closed = once(socket, "close");
  await close();
  await closed;
});
