import type { Writable } from "node:stream";
import { expect, test } from "vitest";
import * as ws from "ws";
import { frameOf, textFrame } from "../../../src/services/events/frame.js";

/** The reading half of `ws`, which its types leave out. */
const { Receiver } = ws as unknown as { Receiver: new (options: { isServer: boolean }) => Writable };

/** What a client makes of a frame. */
function read(frame: Buffer): Promise<string> {
  const receiver = new Receiver({ isServer: false });
  return new Promise((resolve, reject) => {
    receiver.on("message", (message: Buffer, binary: boolean) => {
      if (binary) reject(new Error("it is binary"));
      else resolve(String(message));
    });
    receiver.on("error", reject);
    receiver.write(frame);
  });
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
