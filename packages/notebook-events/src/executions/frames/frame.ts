import type { KernelMessage, WireParts } from "../kernel-message.js";
import { decodeBufferedJson, decodeJson, encodeJson } from "./json-frame.js";
import { decodeV1, encodeV1 } from "./v1-frame.js";

/** The subprotocol that `Sec-WebSocket-Protocol` names, and `""` where it names none: Jupyter's older form. */
export const v1Protocol = "v1.kernel.websocket.jupyter.org";
export type KernelProtocol = typeof v1Protocol | "";

/**
 * Why a frame cannot be read.
 *
 * - `not-binary`: text, where the subprotocol has binary frames only
 * - `not-json`: what should be a JSON object is none
 * - `bad-offsets`: the frame is cut off, or its offsets point outside of it or backwards
 * - `too-many-parts`: more buffers than any message has
 * - `bad-channel`: there is no channel of that name
 */
export type FrameFault = "not-binary" | "not-json" | "bad-offsets" | "too-many-parts" | "bad-channel";

/** What was read of a frame: its parts, which share the frame's memory, or why there are none. */
export type DecodedFrame =
  | { readonly parts: WireParts; readonly fault?: undefined }
  | { readonly fault: FrameFault };

/** A message as it goes over a WebSocket: pieces to be sent one after the other, so that none need be copied. */
export interface EncodedFrame {
  readonly binary: boolean;
  readonly pieces: readonly Buffer[];
}

/**
 * Reads a frame of a kernel's WebSocket. Never throws, copies nothing large, and allocates nothing by a number that
 * the frame holds.
 *
 * @param frame a whole message of the WebSocket
 * @param binary whether it came as binary data
 *
 * @example
 * decodeFrame(Buffer.from('{"channel": "shell", "header": {}, "content": {}}'), false, "");
 * // { parts: { channel: "shell", .. } }
 * decodeFrame(Buffer.from("hello"), false, ""); // { fault: "not-json" }
 */
export function decodeFrame(frame: Buffer, binary: boolean, protocol: KernelProtocol): DecodedFrame {
  if (protocol === v1Protocol) return binary ? decodeV1(frame) : { fault: "not-binary" };
  return binary ? decodeBufferedJson(frame) : decodeJson(frame);
}

/**
 * Puts a message into the form of a kernel's WebSocket. Its parts are in the pieces as they are.
 *
 * @example
 * const { binary, pieces } = encodeFrame(message, "v1.kernel.websocket.jupyter.org");
 */
export function encodeFrame(message: KernelMessage, protocol: KernelProtocol): EncodedFrame {
  return protocol === v1Protocol ? encodeV1(message.parts) : encodeJson(message);
}
