import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { type RawData, WebSocket, WebSocketServer } from "ws";
import { RawConnection } from "../../../server/test/support/raw-connection.js";
import { v1 } from "../../../server/test/services/kernels/channels/connection.js";
import { everything, executionsSchema } from "../support/kernel-gateway.js";
import { testGateway } from "../support/test-gateway.js";
import { testUpstream } from "../support/test-upstream.js";

/** A gateway before a server whose kernels keep what they get, and send what a test wants. */
async function keepingKernels(
  protocol: string,
  options: ConstructorParameters<typeof WebSocketServer>[0] = {},
) {
  const upstream = await testUpstream((_request, response) => response.writeHead(404).end());
  const received: Buffer[] = [];
  const requests: (string | undefined)[] = [];
  const server = new WebSocketServer({
    server: upstream.server,
    maxPayload: 1e9,
    handleProtocols: () => protocol || false,
    ...options,
  });
  onTestFinished(() => server.close());
  server.on("connection", (socket, request) => {
    requests.push(request.headers["sec-websocket-extensions"]);
    socket.on("message", (data: RawData) => received.push(Buffer.from(data as Buffer)));
    socket.on("error", () => {});
  });
  const gateway = await testGateway(upstream.url, {}, { allowedSchemas: { [executionsSchema]: everything } });
  const open = async (path = "api/kernels/k-1/channels") => {
    const socket = new WebSocket(gateway.url.replace("http", "ws") + path, protocol === "" ? [] : [protocol]);
    onTestFinished(() => socket.terminate());
    socket.on("error", () => {});
    await once(socket, "open");
    return socket;
  };
  return { ...gateway, received, requests, open, sockets: server.clients };
}

const header = { msg_id: "1", msg_type: "execute_request" };
const request = { channel: "shell", header, content: { code: "x" } };
const json = JSON.stringify(request);

/** A frame of the newer protocol. @param parts channel, header, parent header, metadata, content and buffers */
function v1Frame(parts: readonly (string | Buffer)[], lie: (offsets: number[]) => void = () => {}): Buffer {
  const bytes = parts.map((part) => Buffer.from(part as string));
  const start = 8 * (bytes.length + 2);
  const offsets = [start];
  for (const part of bytes) offsets.push((offsets.at(-1) as number) + part.length);
  lie(offsets);
  const words = [offsets.length, ...offsets].map((number) => {
    const word = Buffer.alloc(8);
    word.writeBigUInt64LE(BigInt(number));
    return word;
  });
  return Buffer.concat([...words, ...bytes]);
}

const parts = ["shell", JSON.stringify(header), "{}", "{}", '{"code": "x"}'];

test.each<[string, string, string | Buffer, number]>([
  ["text that is no JSON", "", "print(1)", 1007],
  ["JSON that only some read", "", json.replace('"1"', '"1", "n": NaN'), 1007],
  ["a header without a type", "", json.replace("msg_type", "type"), 1007],
  ["a channel that does not exist", "", json.replace("shell", "Shell"), 1002],
  ["code that is no text", "", json.replace('"x"', '["x"]'), 1007],
  ["a list", "", `[${json}]`, 1007],
  ["buffers without JSON", "", Buffer.from([0, 0, 0, 2]), 1002],
  ["buffers that begin behind the end", "", Buffer.from([0, 0, 0, 1, 0, 0, 1, 0]), 1002],
  ["text in the newer protocol", v1, json, 1003],
  ["an empty message", v1, Buffer.alloc(0), 1002],
  ["half an offset", v1, v1Frame(parts).subarray(0, 12), 1002],
  ["a message that is cut off", v1, v1Frame(parts).subarray(0, -1), 1002],
  ["offsets that go backwards", v1, v1Frame(parts, (offsets) => offsets.reverse()), 1002],
  ["offsets into the offsets", v1, v1Frame(parts, (offsets) => offsets.fill(0, 0, 2)), 1002],
  ["an offset beyond all memory", v1, v1Frame(parts, (offsets) => offsets.fill(2 ** 52, 5)), 1002],
  ["too many parts", v1, v1Frame([...parts, ...Array(5000).fill("")]), 1002],
  ["a large message that hides what it is", v1, v1Frame(["shell", "x".repeat(2e7), "{}", "{}", "{}"]), 1009],
  ["a large message in JSON", "", json.replace('"x"', `"${"x".repeat(2e7)}"`), 1009],
])("%s does not reach the server, and closes the connection", async (_, protocol, message, code) => {
  const { open, received, events } = await keepingKernels(protocol);
  const socket = await open();
  const closed = once(socket, "close");
  socket.send(message);
  expect((await closed)[0]).toBe(code);
  expect(received).toEqual([]);
  expect(events()).toEqual([]);
});

test("frames that break the rules close the connection before what is behind them, and nothing of it is run", async () => {
  const { url, received, sockets } = await keepingKernels("");
  const lines = ["Host: localhost", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"];
  const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
  for (const bytes of [
    [0x81, 0x01, 0x78],
    [0xc1, 0x80, 0, 0, 0, 0],
    [0x82, 0xfe, 0, 1, 0, 0, 0, 0, 1],
    [0x80, 0x80],
  ]) {
    const connection = await RawConnection.to(url);
    connection.send("GET /api/kernels/k-1/channels HTTP/1.1", ...lines, key, "", "");
    await connection.received(/101 /);
    const text = Buffer.from(json);
    const behind = Buffer.concat([Buffer.from([0x81, 0xfe, 0, text.length, 0, 0, 0, 0]), text]);
    connection.socket.write(
      Buffer.concat([Buffer.from(bytes), bytes.length === 2 ? Buffer.alloc(4) : Buffer.alloc(0), behind]),
    );
    expect(await connection.untilClosed()).toMatch(/RFC 6455$/);
  }
  expect(received).toEqual([]);
  await expect.poll(() => sockets.size).toBe(0);
});

test.each([
  "api/%6bernels/k-1/channels",
  "api/kernels/k-1/channels/",
  "api//kernels/k-1/channels",
])("%s is looked at as well, as a server could take it for the same", async (path) => {
  const { open, events, received } = await keepingKernels("");
  const socket = await open(path);
  socket.send(json);
  await expect.poll(() => received.length).toBe(1);
  socket.send("no JSON");
  expect((await once(socket, "close"))[0]).toBe(1007);
  expect(events()).toEqual([]);
});

test("nothing is compressed, whatever the client offers, and a server that compresses is refused", async () => {
  const { open, requests, received } = await keepingKernels("", { perMessageDeflate: { threshold: 0 } });
  const socket = await open();
  expect(socket.extensions).toBe("");
  socket.send(json);
  await expect.poll(() => received.length).toBe(1);
  expect(requests).toEqual([undefined]);
  expect(received[0]?.toString()).toBe(json);
  const other = await open("api/other");
  expect(other.extensions).toBe("permessage-deflate");
});

test("large messages that run nothing pass, and so does whatever a kernel sends", async () => {
  const { open, received, sockets, events } = await keepingKernels(v1);
  const socket = await open();
  const heard: Buffer[] = [];
  socket.on("message", (data) => heard.push(Buffer.from(data as Buffer)));
  const widget = JSON.stringify({ msg_id: "2", msg_type: "comm_msg" });
  const large = v1Frame(["shell", widget, "{}", "{}", "{}", Buffer.alloc(3e7, 7)]);
  socket.send(large);
  await expect.poll(() => received.length).toBe(1);
  expect(received[0]?.equals(large)).toBe(true);
  const [behind] = sockets;
  const lies = [
    Buffer.alloc(0),
    Buffer.alloc(100, 255),
    large.subarray(0, 1e6),
    v1Frame(parts, (o) => o.reverse()),
    large,
  ];
  for (const message of lies) behind?.send(message);
  await expect.poll(() => heard.length).toBe(lies.length);
  for (const [index, message] of lies.entries()) expect(heard[index]?.equals(message)).toBe(true);
  expect(events()).toEqual([]);
  expect(socket.readyState).toBe(WebSocket.OPEN);
});
