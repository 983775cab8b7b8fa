import { makeMessage } from "../../../../src/services/kernels/message-parts.js";
import { OutgoingMessage } from "../../../../src/services/kernels/channels/outgoing-message.js";

/** A message of a kernel, as a test needs it. */
export function outgoing(
  type: string,
  content: object = {},
  channel: "iopub" | "shell" = "iopub",
): OutgoingMessage {
  return new OutgoingMessage(makeMessage(channel, type, content).message);
}

/** What was printed, as a stream. */
export function printed(text: string): OutgoingMessage {
  return outgoing("stream", { name: "stdout", text });
}
