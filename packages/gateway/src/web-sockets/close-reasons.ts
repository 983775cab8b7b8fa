import type { FrameFault } from "@daybook/notebook-events";
import type { FrameError } from "./frame-header.js";

/** Why a WebSocket is closed: a code of RFC 6455, and words for whoever looks for the mistake. */
export interface CloseReason {
  readonly code: number;
  readonly reason: string;
}

/** Every reason that the gateway closes a WebSocket for. */
export const closeReasons = {
  stopping: { code: 1001, reason: "the gateway stops" },
  "read-from-now": { code: 1012, reason: "what is run is recorded from now on: connect again" },
  "bad-frame": { code: 1002, reason: "the frame does not keep to RFC 6455" },
  "too-large": { code: 1009, reason: "the message is larger than the gateway reads" },
  "not-utf8": { code: 1007, reason: "the text is not UTF-8" },
  "not-binary": { code: 1003, reason: "this subprotocol has binary messages only" },
  "not-json": { code: 1007, reason: "the message is not a JSON object" },
  "bad-header": { code: 1007, reason: "the header is not JSON with msg_id and msg_type" },
  "bad-code": { code: 1007, reason: "the code of the request cannot be read" },
  "bad-offsets": { code: 1002, reason: "the offsets do not fit the message" },
  "too-many-parts": { code: 1002, reason: "the message has too many parts" },
  "bad-channel": { code: 1002, reason: "there is no such channel" },
  "log-unavailable": { code: 1013, reason: "the event log cannot keep what would be run" },
} as const satisfies Readonly<Record<FrameFault | FrameError | string, CloseReason>>;

/** A frame that closes a connection, as a server sends it. */
export function closeFrame({ code, reason }: CloseReason): Buffer {
  const words = Buffer.from(reason);
  const frame = Buffer.alloc(4 + words.length);
  frame[0] = 0x88;
  frame[1] = 2 + words.length;
  frame.writeUInt16BE(code, 2);
  words.copy(frame, 4);
  return frame;
}
