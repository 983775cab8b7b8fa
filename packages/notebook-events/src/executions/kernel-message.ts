import { type MessageHeader, readHeader } from "./message-header.js";

/** The channels of a kernel that messages come and go by. */
export const kernelChannels = ["shell", "control", "stdin", "iopub"] as const;
export type KernelChannel = (typeof kernelChannels)[number];

export function isKernelChannel(name: string): name is KernelChannel {
  return (kernelChannels as readonly string[]).includes(name);
}

/** A message of Jupyter's protocol as it is on the wire: its parts are JSON, which nobody has parsed yet. */
export interface WireParts {
  readonly channel: KernelChannel;
  readonly header: Buffer;
  readonly parentHeader: Buffer;
  readonly metadata: Buffer;
  readonly content: Buffer;
  readonly buffers: readonly Buffer[];
}

/**
 * A message whose headers are read when somebody first asks, and once for all who ask. Its other parts are never read
 * here, as outputs may be large.
 *
 * @example
 * const message = new KernelMessage(parts);
 * message.header?.type; // "execute_reply"
 * message.parent?.id; // the `msg_id` of the request that it answers
 */
export class KernelMessage {
  readonly parts: WireParts;
  #header: MessageHeader | undefined | null = null;
  #parent: MessageHeader | undefined | null = null;

  constructor(parts: WireParts) {
    this.parts = parts;
  }

  get channel(): KernelChannel {
    return this.parts.channel;
  }

  /** `undefined` where the header is not one. */
  get header(): MessageHeader | undefined {
    if (this.#header === null) this.#header = readHeader(this.parts.header);
    return this.#header;
  }

  /** The header of the message that led to this one; `undefined` where there was none. */
  get parent(): MessageHeader | undefined {
    if (this.#parent === null) this.#parent = readHeader(this.parts.parentHeader);
    return this.#parent;
  }
}
