import { randomUUID } from "node:crypto";
import { isObject } from "@daybook/eventlog";
import type { KernelChannel, WireMessage } from "./wire-message.js";

/** The version of Jupyter's protocol that our own messages are in. */
const protocolVersion = "5.4";

/** What this server calls itself in messages of its own. */
const ownSession = randomUUID();

const empty = Buffer.from("{}");

/**
 * Makes a message of our own.
 *
 * ```ts
 * const { message, id } = makeMessage("shell", "kernel_info_request", {});
 * await kernel.messages.send(message);
 * ```
 */
export function makeMessage(
  channel: KernelChannel,
  type: string,
  content: object,
): { readonly message: WireMessage; readonly id: string } {
  const id = randomUUID();
  const header = {
    msg_id: id,
    msg_type: type,
    session: ownSession,
    username: "daybook",
    date: new Date().toISOString(),
    version: protocolVersion,
  };
  const message = {
    channel,
    header: Buffer.from(JSON.stringify(header)),
    parentHeader: empty,
    metadata: empty,
    content: Buffer.from(JSON.stringify(content)),
    buffers: [],
  };
  return { message, id };
}

/** The id and the type in a header; empty where it has none, as that of a message without a parent. */
export function readHeader(header: Buffer): { readonly id: string; readonly type: string } {
  const { msg_id: id, msg_type: type } = readPart(header);
  return { id: typeof id === "string" ? id : "", type: typeof type === "string" ? type : "" };
}

/** A part of a message as an object; empty for what is none. */
export function readPart(part: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(part.toString("utf8"));
    return isObject(value) ? value : {};
  } catch {
    // What a kernel signs need not be right.
    return {};
  }
}
