import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeFrame,
  encodeFrame,
  KernelMessage,
  type KernelProtocol,
  v1Protocol,
  type WireParts,
} from "../../../src/index.js";
import { messageOf } from "../messages.js";

const protocols: KernelProtocol[] = [v1Protocol, ""];

/** Through a WebSocket and back. */
function roundTrip(message: KernelMessage, protocol: KernelProtocol) {
  const { binary, pieces } = encodeFrame(message, protocol);
  return decodeFrame(Buffer.concat(pieces), binary, protocol);
}

describe.each(protocols)("the protocol %j", (protocol) => {
  test("carries any message, with its parts byte for byte", () => {
    const json = fc
      .dictionary(fc.string(), fc.jsonValue())
      .map((value) => Buffer.from(JSON.stringify(value)));
    const messages = fc.record<WireParts>({
      channel: fc.constantFrom("shell", "control", "stdin", "iopub"),
      header: json,
      parentHeader: json,
      metadata: json,
      content: json,
      buffers: fc.array(
        fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
        { maxLength: 4 },
      ),
    });
    fc.assert(
      fc.property(messages, (parts) => {
        expect(roundTrip(new KernelMessage(parts), protocol)).toEqual({ parts });
      }),
    );
  });

  test("a large output is in the frame as it is, not as a copy", () => {
    const message = messageOf("iopub", "display_data", {
      content: { data: { "text/plain": "x".repeat(1000) } },
    });
    expect(encodeFrame(message, protocol).pieces).toContain(message.parts.content);
  });

  test("no bytes at all make reading throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, binary) => {
        const { parts, fault } = decodeFrame(Buffer.from(bytes), binary, protocol) as {
          parts?: object;
          fault?: string;
        };
        expect(parts === undefined).toBe(fault !== undefined);
      }),
    );
  });

  test("a frame that was cut off or changed anywhere is read within its bytes, or not at all", () => {
    const message = messageOf("shell", "comm_msg", { buffers: [Buffer.from("one"), Buffer.from("two")] });
    const { binary, pieces } = encodeFrame(message, protocol);
    const frame = Buffer.concat(pieces);
    fc.assert(
      fc.property(fc.nat(frame.length - 1), fc.nat(frame.length), fc.nat(255), (at, length, byte) => {
        const broken = Buffer.from(frame);
        broken[at] = byte;
        const { parts } = decodeFrame(broken.subarray(0, length), binary, protocol) as { parts?: WireParts };
        const total = parts
          ? Object.values(parts)
              .flat()
              .reduce((sum, part) => sum + part.length, 0)
          : 0;
        expect(total).toBeLessThanOrEqual(length);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("frames of the subprotocol", () => {
  const frameOf = (...words: number[]) => {
    const frame = Buffer.alloc(words.length * 8 + 40, " ");
    for (const [index, word] of words.entries()) frame.writeBigUInt64LE(BigInt(word), index * 8);
    frame.write("shell", words.length * 8);
    return frame;
  };

  test.each([
    ["text", Buffer.from("{}"), false, "not-binary"],
    ["nothing", Buffer.alloc(0), true, "bad-offsets"],
    ["fewer offsets than parts", frameOf(2, 24, 29), true, "bad-offsets"],
    ["a table that is not there", frameOf(4000), true, "bad-offsets"],
    ["more parts than anybody sends", frameOf(2 ** 40), true, "bad-offsets"],
    ["thousands of parts", frameOf(5000), true, "too-many-parts"],
    ["a part within the table", frameOf(6, 8, 61, 61, 61, 61, 61), true, "bad-offsets"],
    ["a part that ends before it begins", frameOf(6, 56, 61, 60, 61, 61, 61), true, "bad-offsets"],
    ["a part past the end", frameOf(6, 56, 61, 62, 62, 62, 2 ** 31), true, "bad-offsets"],
    ["an unknown channel", frameOf(6, 56, 60, 61, 61, 61, 61), true, "bad-channel"],
  ])("are told apart: %s", (_case, frame, binary, fault) => {
    expect(decodeFrame(frame, binary, v1Protocol)).toEqual({ fault });
  });

  test("are laid out as Jupyter's clients write them", () => {
    const frame = frameOf(6, 56, 61, 63, 65, 67, 69);
    frame.write("shell{}{}{}{}", 56);
    expect(decodeFrame(frame.subarray(0, 69), true, v1Protocol)).toMatchObject({
      parts: { channel: "shell" },
    });
  });
});

describe("frames of the older form", () => {
  test.each([
    ["no JSON", "hello", "not-json"],
    ["an array", "[]", "not-json"],
    ["an unknown channel", '{"channel": "radio"}', "bad-channel"],
    ["a channel that is no text", '{"channel": {}}', "bad-channel"],
  ])("are told apart: %s", (_case, text, fault) => {
    expect(decodeFrame(Buffer.from(text), false, "")).toEqual({ fault });
  });

  test.each([
    ["nothing", [], "bad-offsets"],
    ["no part", [0], "bad-offsets"],
    ["a table that is not there", [3, 16], "bad-offsets"],
    ["millions of parts", [2 ** 31], "too-many-parts"],
    ["a part within the table", [1, 4], "bad-offsets"],
    ["a part past the end", [2, 12, 400], "bad-offsets"],
    ["no JSON", [1, 8], "not-json"],
  ])("with buffers are told apart: %s", (_case, words, fault) => {
    const frame = Buffer.alloc(words.length * 4);
    for (const [index, word] of words.entries()) frame.writeUInt32BE(word, index * 4);
    expect(decodeFrame(frame, true, "")).toEqual({ fault });
  });

  test("without a channel are for the shell", () => {
    expect(decodeFrame(Buffer.from('{"header": {"msg_id": "1"}}'), false, "")).toMatchObject({
      parts: { channel: "shell", header: Buffer.from('{"msg_id": "1"}'), content: Buffer.from("{}") },
    });
  });

  test("have id and type of the message beside its header, and are always UTF-8", () => {
    const { parts } = messageOf("iopub", "stream", { id: "the-id" });
    const content = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    const { pieces } = encodeFrame(new KernelMessage({ ...parts, content }), "");
    expect(JSON.parse(Buffer.concat(pieces).toString())).toMatchObject({
      msg_id: "the-id",
      msg_type: "stream",
      content: { "\ufffd": 1 },
    });
    expect(Buffer.concat(pieces).includes(0xff)).toBe(false);
  });
});
