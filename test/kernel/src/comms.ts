import { randomUUID } from "node:crypto";
import type { Message, Saying } from "./message.js";

/** Comms: whatever is sent on one is sent back. */
export class Comms {
  readonly #targets = new Map<string, string>();

  /** Opens one from this side. */
  open(target: string): Saying {
    const id = randomUUID();
    this.#targets.set(id, target);
    return { type: "comm_open", content: { comm_id: id, target_name: target, data: { from: "kernel" } } };
  }

  /** Whom comm_info_request asks for. */
  info(target: string | undefined): Record<string, { target_name: string }> {
    const wanted = [...this.#targets].filter(([, name]) => target === undefined || name === target);
    return Object.fromEntries(wanted.map(([id, name]) => [id, { target_name: name }]));
  }

  /** Takes what a front end sends. @returns what is said to it, if anything */
  take({ header, content, buffers }: Message): Saying | undefined {
    const { comm_id: id, target_name: target, data } = content;
    if (header.msg_type === "comm_open") this.#targets.set(id, target);
    if (header.msg_type === "comm_close") this.#targets.delete(id);
    if (header.msg_type !== "comm_msg" || !this.#targets.has(id)) return undefined;
    return { type: "comm_msg", content: { comm_id: id, data }, buffers };
  }
}
