import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Ports are taken from here, below those that systems give to outgoing connections (from 32768 on, or 49152): between
 * the moment when a port is found free and the one when the kernel listens there, no connection can then take it, nor
 * can our own attempt to connect meet itself.
 */
const lowest = 20_000;
const highest = 32_767;

/** More than enough where a few ports are in use; a machine on which all are should not keep us for ever. */
const attempts = 500;

/** Ports of this machine that are kept for kernels from before they start until after they have ended. */
export class FreePorts {
  readonly #taken = new Set<number>();

  /** @throws {Error} where hardly any port is free */
  async take(count: number): Promise<number[]> {
    const ports: number[] = [];
    for (let attempt = 0; ports.length < count; attempt += 1) {
      if (attempt === attempts) {
        this.release(ports);
        throw new Error(`no free ports from ${lowest} to ${highest}`);
      }
      const port = randomInt(lowest, highest + 1);
      if (this.#taken.has(port)) continue;
      this.#taken.add(port);
      if (await isFree(port)) ports.push(port);
      else this.#taken.delete(port);
    }
    return ports;
  }

  release(ports: readonly number[]): void {
    for (const port of ports) this.#taken.delete(port);
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ port, host: "127.0.0.1", exclusive: true });
    await once(server, "listening");
    server.close();
    await once(server, "close");
    return true;
  } catch {
    return false;
  }
}
