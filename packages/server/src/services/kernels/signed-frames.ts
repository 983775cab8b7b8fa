import { createHmac, timingSafeEqual } from "node:crypto";
import type { KernelChannel, WireMessage } from "./wire-message.js";

const delimiter = Buffer.from("<IDS|MSG>");

/** How many signatures are remembered. Whoever replays a message does it soon, and each costs memory for each kernel. */
const remembered = 4096;

/**
 * Messages as frames of ZeroMQ, signed with the key of a kernel. Who does not have the key can neither make a message
 * nor send one a second time.
 *
 * ```
 * identities.. │ <IDS|MSG> │ signature │ header │ parent header │ metadata │ content │ buffers..
 * ```
 */
export class SignedFrames {
  readonly #key: string;
  /** Signatures of what came, the oldest first. */
  readonly #seen = new Set<string>();
  /** Goes on behind what was taken out: one made anew would first have to pass over all of that. */
  readonly #oldest = this.#seen.values();

  constructor(key: string) {
    this.#key = key;
  }

  /** The frames of a message, without identities. */
  pack(message: WireMessage): Buffer[] {
    const { header, parentHeader, metadata, content, buffers } = message;
    const signed = [header, parentHeader, metadata, content];
    return [delimiter, Buffer.from(this.#sign(signed).toString("hex")), ...signed, ...buffers];
  }

  /** The message in frames; undefined for what is not whole, not signed by the kernel, or was there before. */
  unpack(channel: KernelChannel, frames: readonly Buffer[]): WireMessage | undefined {
    const start = frames.findIndex((frame) => frame.equals(delimiter)) + 1;
    const [signature, header, parentHeader, metadata, content, ...buffers] = frames.slice(start);
    if (start === 0 || signature === undefined) return undefined;
    if (header === undefined || parentHeader === undefined || metadata === undefined || content === undefined)
      return undefined;
    const expected = this.#sign([header, parentHeader, metadata, content]);
    const given = Buffer.from(signature.toString("latin1"), "hex");
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return this.#isNew(expected.toString("latin1"))
      ? { channel, header, parentHeader, metadata, content, buffers }
      : undefined;
  }

  #sign(parts: readonly Buffer[]): Buffer {
    const hmac = createHmac("sha256", this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  }

  #isNew(signature: string): boolean {
    if (this.#seen.has(signature)) return false;
    this.#seen.add(signature);
    if (this.#seen.size > remembered) this.#seen.delete(this.#oldest.next().value as string);
    return true;
  }
}
