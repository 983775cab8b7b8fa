import fastCheck from "fast-check";
import { expect, test } from "vitest";
import * as webSockets from "ws";
import { FrameReader } from "../../src/web-sockets/frame-reader.js";
import { KeptMessage } from "../../src/web-sockets/kept-message.js";

interface Frame {
  readonly fin: boolean;
  readonly opcode: number;
  readonly payload: Uint8Array;
}
type Side = "client" | "server";

/** The bytes of a frame, as the library `ws` writes them. */
function write({ fin, opcode, payload }: Frame, side: Side): Buffer {
  const { Sender } = webSockets as unknown as {
    Sender: { frame(data: Buffer, options: object): Buffer[] };
  };
  const options = { fin, opcode, mask: side === "client", rsv1: false, readOnly: true };
  return Buffer.concat(Sender.frame(Buffer.from(payload), options));
}

/** Everything that a reader finds in bytes that come in pieces. */
function read(side: Side, pieces: readonly Buffer[], most = 1e9) {
  const message = new KeptMessage({ most, isNeeded: () => true });
  const reader = new FrameReader(side, message);
  const messages: { isBinary: boolean; bytes: Buffer }[] = [];
  let end = "more";
  for (const piece of pieces) {
    for (let at = 0; at < piece.length && (end === "more" || end === "closed"); at = reader.at) {
      const result = reader.read(piece, at);
      if (result === "message")
        messages.push({ isBinary: message.isBinary, bytes: Buffer.from(message.bytes) });
      else end = result === "more" ? end : result;
    }
  }
  return { messages, end, isBetweenFrames: reader.isBetweenFrames };
}

const payload = fastCheck.oneof(
  fastCheck.uint8Array({ maxLength: 300 }),
  fastCheck
    .constantFrom(125, 126, 127, 65_535, 65_536, 200_000)
    .map((size) => new Uint8Array(size).fill(size)),
);
const control = fastCheck.record({
  fin: fastCheck.constant(true),
  opcode: fastCheck.constantFrom(9, 10),
  payload: fastCheck.uint8Array({ maxLength: 125 }),
});
const fragments = fastCheck.record({
  isBinary: fastCheck.boolean(),
  parts: fastCheck.array(fastCheck.tuple(payload, fastCheck.array(control, { maxLength: 2 })), {
    minLength: 1,
    maxLength: 4,
  }),
});

test.each<Side>(["client", "server"])("what a %s writes is read, however it is cut", (side) => {
  fastCheck.assert(
    fastCheck.property(
      fastCheck.array(fragments, { maxLength: 4 }),
      fastCheck.array(fastCheck.integer({ min: 1, max: 5000 }), { minLength: 1 }),
      (messages, cuts) => {
        const frames = messages.flatMap(({ isBinary, parts }) =>
          parts.flatMap(([bytes, controls], index) => [
            { fin: index === parts.length - 1, opcode: index > 0 ? 0 : isBinary ? 2 : 1, payload: bytes },
            ...controls,
          ]),
        );
        const bytes = Buffer.concat(frames.map((frame) => write(frame, side)));
        const pieces: Buffer[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = cuts[turn % cuts.length] as number;
          pieces.push(bytes.subarray(at, at + size));
          at += size;
        }
        const before = Buffer.from(bytes);
        const found = read(side, pieces);
        expect(found.messages).toHaveLength(messages.length);
        for (const [index, { isBinary, parts }] of messages.entries()) {
          expect(found.messages[index]?.isBinary).toBe(isBinary);
          const whole = Buffer.concat(parts.map(([part]) => part));
          expect(found.messages[index]?.bytes.equals(whole)).toBe(true);
        }
        expect(found).toMatchObject({ end: "more", isBetweenFrames: true });
        expect(bytes.equals(before)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

const mask = [0, 0, 0, 0];
test.each<[string, Side, number[]]>([
  ["a client's frame without a mask", "client", [0x81, 0x00]],
  ["a server's frame with a mask", "server", [0x81, 0x80, ...mask]],
  ["a first reserved bit", "client", [0xc1, 0x80, ...mask]],
  ["a second reserved bit", "client", [0xa1, 0x80, ...mask]],
  ["a third reserved bit", "client", [0x91, 0x80, ...mask]],
  ["a kind of data that does not exist", "client", [0x83, 0x80, ...mask]],
  ["a kind of control that does not exist", "client", [0x8b, 0x80, ...mask]],
  ["a control frame in fragments", "client", [0x09, 0x80, ...mask]],
  ["a control frame that is too long", "client", [0x89, 0xfe, 0, 126, ...mask]],
  ["half a code to close with", "client", [0x88, 0x81, ...mask, 3]],
  ["a continuation of nothing", "client", [0x80, 0x80, ...mask]],
  ["a message within a message", "client", [0x01, 0x80, ...mask, 0x81, 0x80, ...mask]],
  ["16 bits for a length of 7", "client", [0x82, 0xfe, 0, 125, ...mask]],
  ["64 bits for a length of 16", "client", [0x82, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...mask]],
  ["a length with the highest bit", "client", [0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, ...mask]],
  ["anything behind the end", "client", [0x88, 0x80, ...mask, 0x81, 0x80, ...mask]],
])("%s is refused, also where it comes byte by byte", (_, side, bytes) => {
  expect(read(side, [Buffer.from(bytes)]).end).toBe("bad-frame");
  expect(
    read(
      side,
      bytes.map((byte) => Buffer.from([byte])),
    ).end,
  ).toBe("bad-frame");
});

test("a length that no number has is refused", () => {
  expect(read("server", [Buffer.from([0x82, 0x7f, 0x7f, 0, 0, 0, 0, 0, 0, 0])]).end).toBe("too-large");
});

test("of a message that nobody needs whole only the start is kept", () => {
  const message = new KeptMessage({ most: 1e9, isNeeded: () => false });
  const reader = new FrameReader("server", message);
  const bytes = write({ fin: true, opcode: 2, payload: Buffer.alloc(10_000_000, 7) }, "server");
  for (let at = 0; at < bytes.length; at += 50_000) reader.read(bytes.subarray(at, at + 50_000), 0);
  expect(message.bytes).toHaveLength(64 * 1024);
  expect(message.skipped).toBe(10_000_000 - 64 * 1024);
  expect(message.isTooLarge).toBe(false);
});
