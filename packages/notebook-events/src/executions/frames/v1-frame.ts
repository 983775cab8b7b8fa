import { isKernelChannel, type WireParts } from "../kernel-message.js";
import type { DecodedFrame, EncodedFrame } from "./frame.js";

/** Channel, header, parent header, metadata, content: each has an offset, and so has the end. */
const fixedOffsets = 6;
const maxOffsets = 4096;
const wordBytes = 8;

/**
 * Reads a frame of `v1.kernel.websocket.jupyter.org`. All numbers are 64 bits, the lowest byte first:
 *
 * ```
 * count │ offset × count │ channel │ header │ parent header │ metadata │ content │ buffer ..
 * ```
 *
 * Each offset is where a part begins, counted from the start of the frame; the last one is where the last part ends.
 */
export function decodeV1(frame: Buffer): DecodedFrame {
  const count = wordAt(frame, 0);
  if (count === undefined || count < fixedOffsets) return { fault: "bad-offsets" };
  if (count > maxOffsets) return { fault: "too-many-parts" };
  const parts: Buffer[] = [];
  let start = wordAt(frame, 1);
  if (start === undefined || start < wordBytes * (count + 1)) return { fault: "bad-offsets" };
  for (let index = 2; index <= count; index++) {
    const end = wordAt(frame, index);
    if (end === undefined || end < start || end > frame.length) return { fault: "bad-offsets" };
    parts.push(frame.subarray(start, end));
    start = end;
  }
  const [name, header, parentHeader, metadata, content, ...buffers] = parts as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  const channel = name.toString("latin1", 0, 16);
  if (!isKernelChannel(channel)) return { fault: "bad-channel" };
  return { parts: { channel, header, parentHeader, metadata, content, buffers } };
}

/** Writes such a frame: one piece with the offsets and the channel, then the parts themselves. */
export function encodeV1({
  channel,
  header,
  parentHeader,
  metadata,
  content,
  buffers,
}: WireParts): EncodedFrame {
  const parts = [header, parentHeader, metadata, content, ...buffers];
  const count = parts.length + 2;
  const channelStart = wordBytes * (count + 1);
  const head = Buffer.alloc(channelStart + channel.length);
  head.writeUInt32LE(count, 0);
  writeWord(head, 1, channelStart);
  let offset = head.length;
  writeWord(head, 2, offset);
  for (const [index, part] of parts.entries()) {
    offset += part.length;
    writeWord(head, index + 3, offset);
  }
  head.write(channel, channelStart, "latin1");
  return { binary: true, pieces: [head, ...parts] };
}

/** The number at a place of the table; `undefined` where the frame ends before, or it is larger than any frame. */
function wordAt(frame: Buffer, index: number): number | undefined {
  const at = index * wordBytes;
  if (at + wordBytes > frame.length || frame.readUInt32LE(at + 4) !== 0) return undefined;
  return frame.readUInt32LE(at);
}

/** What is sent is below 4 GiB, so that the upper half stays zero. */
function writeWord(head: Buffer, index: number, word: number): void {
  head.writeUInt32LE(word, index * wordBytes);
}
