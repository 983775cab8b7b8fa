import type { FrameFault } from "@daybook/notebook-events";

/** Why a WebSocket is closed: a code of RFC 6455, and words for whoever looks for the mistake. */
export interface CloseReason {
  readonly code: number;
  readonly reason: string;
}

/** Every reason this service closes a WebSocket for. Front ends come back after any but the first two. */
export const closeReasons = {
  "kernel-gone": { code: 1000, reason: "the kernel was shut down" },
  replaced: { code: 1000, reason: "the same session has connected anew" },
  "not-binary": { code: 1003, reason: "this subprotocol has binary messages only" },
  "not-json": { code: 1007, reason: "the message is not a JSON object" },
  "bad-header": { code: 1007, reason: "the header is not JSON with msg_id and msg_type" },
  "bad-offsets": { code: 1002, reason: "the offsets do not fit the message" },
  "too-many-parts": { code: 1002, reason: "the message has too many parts" },
  "bad-channel": { code: 1002, reason: "there is no such channel" },
  "iopub-is-read-only": { code: 1008, reason: "clients do not send on iopub" },
  "too-many-requests": { code: 1008, reason: "too many requests wait for an answer" },
  "too-slow": { code: 1013, reason: "messages come faster than they are read" },
} as const satisfies Readonly<Record<FrameFault | string, CloseReason>>;

export type CloseCause = keyof typeof closeReasons;
