import fastCheck from "fast-check";
import { describe, expect, test } from "vitest";
import {
  encodeFrame,
  KernelMessage,
  readFrameStart,
  v1Protocol,
  type WireParts,
} from "../../../src/index.js";

const header = Buffer.from('{"msg_id":"1","msg_type":"stream"}');
const parentHeader = Buffer.from('{"msg_id":"0","msg_type":"execute_request"}');
const parts: WireParts = {
  channel: "iopub",
  header,
  parentHeader,
  metadata: Buffer.from("{}"),
  content: Buffer.from(`{"name":"stdout","text":"${"x".repeat(5000)}"}`),
  buffers: [],
};
const withBuffers = { ...parts, buffers: [Buffer.alloc(5000, 1)] };

function frameOf(message: WireParts, protocol: typeof v1Protocol | "") {
  const { binary, pieces } = encodeFrame(new KernelMessage(message), protocol);
  return { binary, bytes: Buffer.concat(pieces) };
}

describe.each([v1Protocol, ""] as const)("the start of a frame of the protocol %j", (protocol) => {
  test.each([
    ["without", parts],
    ["with", withBuffers],
  ])("tells both headers of a message %s buffers", (_, message) => {
    const { binary, bytes } = frameOf(message, protocol);
    expect(readFrameStart(bytes.subarray(0, 1000), binary, protocol)).toEqual({ header, parentHeader });
  });

  test("tells nothing or less where it is cut off within them", () => {
    const { binary, bytes } = frameOf(parts, protocol);
    for (let length = 0; length < 80; length++) {
      const start = readFrameStart(bytes.subarray(0, length), binary, protocol);
      if (start !== undefined) expect(start.header).toEqual(header);
    }
  });

  test("is read without harm, whatever it is", () => {
    const bytes = fastCheck.uint8Array({ maxLength: 100 });
    fastCheck.assert(
      fastCheck.property(bytes, fastCheck.boolean(), (start, binary) => {
        const read = readFrameStart(Buffer.from(start), binary, protocol);
        if (read !== undefined) expect(read.header.length).toBeLessThanOrEqual(start.length);
      }),
    );
  });
});

test("offsets that lie tell nothing", () => {
  const { bytes } = frameOf(parts, v1Protocol);
  for (let word = 2; word <= 4; word++) {
    for (const lie of [2n ** 63n, 2n ** 32n, 1_000_000n]) {
      const lying = Buffer.from(bytes);
      lying.writeBigUInt64LE(lie, 8 * word);
      expect(readFrameStart(lying, true, v1Protocol)).toBeUndefined();
    }
  }
});
