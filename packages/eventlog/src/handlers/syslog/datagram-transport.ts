import { createSocket, type Socket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { once } from "node:events";
import type { SyslogTransport } from "./transport.js";

/** Sends each message as a datagram (RFC 5426). Nothing confirms that it arrives. */
export class DatagramTransport implements SyslogTransport {
  readonly confirms = false;
  readonly #host: string;
  readonly #port: number;

  constructor(host: string, port: number) {
    this.#host = host;
    this.#port = port;
  }

  open(): void {}

  async send(messages: readonly Buffer[], signal: AbortSignal): Promise<ReadonlySet<number>> {
    const { address, family } = await lookup(this.#host);
    const socket = createSocket(family === 6 ? "udp6" : "udp4");
    const failed = new Promise<never>((_, reject) => void socket.on("error", reject));
    try {
      socket.connect(this.#port, address);
      await Promise.race([once(socket, "connect", { signal }), failed]);
      return await Promise.race([sendAll(socket, messages, signal), failed]);
    } finally {
      socket.close();
      failed.catch(() => {});
    }
  }
}

async function sendAll(
  socket: Socket,
  messages: readonly Buffer[],
  signal: AbortSignal,
): Promise<ReadonlySet<number>> {
  const tooLarge = new Set<number>();
  for (const [index, message] of messages.entries()) {
    signal.throwIfAborted();
    const error = await new Promise<NodeJS.ErrnoException | null>((resolve) => socket.send(message, resolve));
    if (error?.code === "EMSGSIZE") tooLarge.add(index);
    else if (error !== null) throw error;
  }
  // That nobody listens is told by the system a moment later, if at all.
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  return tooLarge;
}
