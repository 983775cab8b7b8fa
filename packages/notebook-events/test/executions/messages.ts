import { type KernelChannel, KernelMessage } from "../../src/index.js";

/** What a message of a test is made of, beside its type. */
interface MessageOptions {
  readonly id?: string;
  readonly parent?: { id: string; type?: string };
  readonly content?: object;
  readonly buffers?: Buffer[];
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
let made = 0;

/** A message as it passes between a kernel and its clients. */
export function messageOf(
  channel: KernelChannel,
  type: string,
  { id = `made-${made++}`, parent, content = {}, buffers = [] }: MessageOptions = {},
): KernelMessage {
  const claims = { username: "whoever the message says", session: "s", date: "2026-11-23T00:00:00Z" };
  return new KernelMessage({
    channel,
    header: json({ msg_id: id, msg_type: type, ...claims, version: "5.3" }),
    parentHeader: json(
      parent ? { msg_id: parent.id, msg_type: parent.type ?? "execute_request", ...claims } : {},
    ),
    metadata: json({}),
    content: json(content),
    buffers,
  });
}

/** A request to run code. */
export function request(id: string, code: string, options: object = {}): KernelMessage {
  return messageOf("shell", "execute_request", { id, content: { code, ...options } });
}

/** The kernel's answer to a request. */
export function reply(id: string, content: object): KernelMessage {
  return messageOf("shell", "execute_reply", { parent: { id }, content });
}

/** What the kernel tells all of a request. */
export function told(id: string, type: string, content: object): KernelMessage {
  return messageOf("iopub", type, { parent: { id }, content });
}
