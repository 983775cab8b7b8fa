import { readMembers } from "./json-members.js";
import { type MessageHeader, readHeader, readParent } from "./message-header.js";

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
 * A message whose headers are read when somebody first asks, and once for all who ask. Of its other parts only the state
 * that a `status` tells is read here, as outputs may be large.
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
  #state: unknown = null;

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
    if (this.#parent === null) this.#parent = readParent(this.parts.parentHeader);
    return this.#parent;
  }

  /** What a `status` says that the kernel does, such as `busy`; `undefined` for any other message. */
  get executionState(): unknown {
    if (this.#state === null) {
      const isStatus = this.header?.type === "status";
      this.#state = isStatus
        ? readMembers(this.parts.content, ["execution_state"]).execution_state
        : undefined;
    }
    return this.#state;
  }
}
