import { jsonMembers } from "../json-members.js";
import type { KernelProtocol } from "./frame.js";
import { v1Protocol } from "./frame.js";

/** What can be told of a frame before all of it is there. */
export interface FrameStart {
  readonly header: Buffer;
  readonly parentHeader: Buffer;
}

const wordBytes = 8;
/** Channel, header, parent header, metadata, content and the end. */
const fixedOffsets = 6;

/**
 * Reads the headers of a frame of which only the start is there, so that nobody has to gather what is large and of no
 * interest. In `v1.kernel.websocket.jupyter.org` they stand in front; in the older form they do so as Jupyter's servers
 * write it, while a client may write another header behind.
 *
 * @returns `undefined` where they are not in it
 *
 * @example
 * readFrameStart(Buffer.from('{"header": {"msg_type": "stream"}, "parent_header": {}, "content": {"te'), false, "");
 * // { header: .., parentHeader: .. }
 */
export function readFrameStart(
  start: Buffer,
  binary: boolean,
  protocol: KernelProtocol,
): FrameStart | undefined {
  if (protocol === v1Protocol) return binary ? startOfV1(start) : undefined;
  const text = binary ? textOf(start) : start;
  const found = text && jsonMembers(text, ["header", "parent_header"], true);
  if (found?.header === undefined) return undefined;
  return { header: found.header, parentHeader: found.parent_header ?? Buffer.from("{}") };
}

function startOfV1(start: Buffer): FrameStart | undefined {
  const tableBytes = wordBytes * 5;
  if (start.length < tableBytes || start.readUInt32LE(0) < fixedOffsets) return undefined;
  // The upper halves of the numbers: what is there is far below 4 GiB.
  for (let at = 4; at < tableBytes; at += wordBytes) if (start.readUInt32LE(at) !== 0) return undefined;
  const from = start.readUInt32LE(wordBytes * 2);
  const between = start.readUInt32LE(wordBytes * 3);
  const until = start.readUInt32LE(wordBytes * 4);
  if (until > start.length || between > until || from > between) return undefined;
  return { header: start.subarray(from, between), parentHeader: start.subarray(between, until) };
}

/** The JSON in a frame of the older form that has buffers. */
function textOf(start: Buffer): Buffer | undefined {
  if (start.length < 8) return undefined;
  const from = start.readUInt32BE(4);
  const until = start.readUInt32BE(0) > 1 && start.length >= 12 ? start.readUInt32BE(8) : start.length;
  return from > start.length || until < from ? undefined : start.subarray(from, until);
}
