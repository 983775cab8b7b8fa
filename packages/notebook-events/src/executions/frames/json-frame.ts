import { isUtf8 } from "node:buffer";
import { jsonMembers, parseMember } from "../json-members.js";
import { isKernelChannel, type KernelMessage } from "../kernel-message.js";
import type { DecodedFrame, EncodedFrame } from "./frame.js";

const maxBuffers = 4096;
const wordBytes = 4;
const emptyObject = Buffer.from("{}");
const members = ["channel", "header", "parent_header", "metadata", "content"] as const;

/**
 * Reads a text frame: one JSON object with the parts of the message. The values are handed on as they stand, so that
 * numbers keep all of their digits.
 */
export function decodeJson(text: Buffer): DecodedFrame {
  const found = jsonMembers(text, members);
  if (found === undefined) return { fault: "not-json" };
  // Some clients send none; Jupyter takes it for the shell's.
  const channel = found.channel === undefined ? "shell" : parseMember(found.channel);
  if (typeof channel !== "string" || !isKernelChannel(channel)) return { fault: "bad-channel" };
  return {
    parts: {
      channel,
      header: objectOr(found.header),
      parentHeader: objectOr(found.parent_header),
      metadata: objectOr(found.metadata),
      content: objectOr(found.content),
      buffers: [],
    },
  };
}

/**
 * Reads a binary frame of the older form: a message with buffers. All numbers are 32 bits, the highest byte first:
 *
 * ```
 * count │ offset × count │ JSON │ buffer ..
 * ```
 */
export function decodeBufferedJson(frame: Buffer): DecodedFrame {
  if (frame.length < wordBytes) return { fault: "bad-offsets" };
  const count = frame.readUInt32BE(0);
  if (count > maxBuffers) return { fault: "too-many-parts" };
  if (count < 1 || frame.length < wordBytes * (count + 1)) return { fault: "bad-offsets" };
  const pieces: Buffer[] = [];
  for (let index = 1; index <= count; index++) {
    const start = frame.readUInt32BE(wordBytes * index);
    const end = index === count ? frame.length : frame.readUInt32BE(wordBytes * (index + 1));
    if (start < wordBytes * (count + 1) || end < start || end > frame.length) return { fault: "bad-offsets" };
    pieces.push(frame.subarray(start, end));
  }
  const [text, ...buffers] = pieces as [Buffer];
  const decoded = decodeJson(text);
  return decoded.fault === undefined ? { parts: { ...decoded.parts, buffers } } : decoded;
}

/**
 * Writes a message in the older form: text, or binary where it has buffers. `msg_id` and `msg_type` stand beside the
 * header too, as Jupyter's server has them there and scripts look for them.
 */
export function encodeJson(message: KernelMessage): EncodedFrame {
  const { channel, header, parentHeader, metadata, content, buffers } = message.parts;
  const { id = "", type = "" } = message.header ?? {};
  const text = [
    '{"header": ',
    header,
    `, "msg_id": ${JSON.stringify(id)}, "msg_type": ${JSON.stringify(type)}, "parent_header": `,
    objectOr(parentHeader),
    ', "metadata": ',
    objectOr(metadata),
    ', "content": ',
    objectOr(content),
    `, "buffers": [], "channel": "${channel}"}`,
  ].map(asUtf8);
  return buffers.length === 0
    ? { binary: false, pieces: text }
    : { binary: true, pieces: [offsetsOf(text, buffers), ...text, ...buffers] };
}

function offsetsOf(text: readonly Buffer[], buffers: readonly Buffer[]): Buffer {
  const count = buffers.length + 1;
  const head = Buffer.alloc(wordBytes * (count + 1));
  head.writeUInt32BE(count, 0);
  let offset = head.length;
  head.writeUInt32BE(offset, wordBytes);
  for (const piece of text) offset += piece.length;
  for (const [index, buffer] of buffers.entries()) {
    head.writeUInt32BE(offset, wordBytes * (index + 2));
    offset += buffer.length;
  }
  return head;
}

function objectOr(part: Buffer | undefined): Buffer {
  return part === undefined || part.length === 0 ? emptyObject : part;
}

/** A browser ends the connection at text that is not UTF-8, whoever wrote it. */
function asUtf8(piece: string | Buffer): Buffer {
  if (typeof piece === "string") return Buffer.from(piece);
  return isUtf8(piece) ? piece : Buffer.from(piece.toString());
}
