import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { frameOf, textFrame } from "../../../src/services/events/frame.js";

let server: WebSocketServer;
let next: Buffer;

/** Sends the next frame to whoever connects, past the library that would make frames itself. */
beforeAll(async () => {
  server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", (_socket, request) => request.socket.write(next));
  await once(server, "listening");
});
afterAll(() => {
  server.close();
});

/** What a client makes of a frame. */
async function read(frame: Buffer): Promise<string> {
  next = frame;
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [message, binary] = await once(client, "message");
  client.terminate();
  expect(binary).toBe(false);
  return String(message);
}

test.each([
  0, 1, 125, 126, 127, 65_535, 65_536, 200_000,
])("a text of %i bytes arrives whole", async (length) => {
  const text = "x".repeat(length);
  expect(await read(textFrame(text))).toBe(text);
});

test("the length is that of the bytes", async () => {
  const text = "é€😀".repeat(30);
  expect(await read(textFrame(text))).toBe(text);
});

test("the frame of an event has the id of its schema and its properties, and no capsule", async () => {
  const event = {
    __timestamp__: "2026-11-23T06:39:42Z",
    __schema__: "example.org/door",
    __schema_version__: 1,
    __metadata_version__: 1,
    __id__: "0192",
    __sequence__: 7,
    open: true,
    who: null,
  };
  const frame = frameOf({
    schema: "example.org/door",
    version: 1,
    timestamp: event.__timestamp__,
    line: JSON.stringify(event),
    recorded: true,
  });
  expect(JSON.parse(await read(frame))).toEqual({ schema_id: "example.org/door", open: true, who: null });
});

test("a property that is named like the schema's id does not pass for it", async () => {
  const line = JSON.stringify({ __schema__: "a", schema_id: "b" });
  const frame = frameOf({ schema: "a", version: 1, timestamp: "", line, recorded: true });
  expect(JSON.parse(await read(frame))).toEqual({ schema_id: "a" });
});
