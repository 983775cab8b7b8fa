import { randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FreePorts } from "./free-ports.js";
import type { KernelChannel } from "./wire-message.js";

/** The order of the ports. */
const channels = ["shell", "iopub", "stdin", "control", "hb"] as const;

/** The longest path of a socket that Linux takes, with NUL at its end; macOS takes four bytes less. */
const longestSocketPath = 103;

/**
 * Where a kernel listens, and the file that tells it so. Id, file and key stay the same over restarts.
 *
 * With `ipc`, the address of a channel is a file beside the connection file, `kernel-ID-ipc-1` and so on.
 */
export class KernelConnection {
  readonly file: string;
  /** What messages are signed with. */
  readonly key = randomBytes(32).toString("hex");
  readonly #transport: "tcp" | "ipc";
  readonly #freePorts: FreePorts;
  readonly #ip: string;
  #ports: readonly number[] = [];

  constructor(
    id: string,
    options: {
      readonly runtimeDir: string;
      readonly transport: "tcp" | "ipc";
      readonly freePorts: FreePorts;
    },
  ) {
    this.file = join(options.runtimeDir, `kernel-${id}.json`);
    this.#transport = options.transport;
    this.#freePorts = options.freePorts;
    this.#ip = this.#transport === "tcp" ? "127.0.0.1" : join(options.runtimeDir, `kernel-${id}-ipc`);
  }

  /** The address of a channel, as ZeroMQ writes it. */
  endpoint(channel: KernelChannel): string {
    const port = this.#ports[channels.indexOf(channel)];
    return this.#transport === "tcp" ? `tcp://${this.#ip}:${port}` : `ipc://${this.#ip}-${port}`;
  }

  /**
   * Chooses where the kernel is to listen: anew, if it was chosen before.
   *
   * @throws {Error} where there is no place for it
   */
  async choosePorts(): Promise<void> {
    if (this.#transport === "ipc") {
      if (Buffer.byteLength(this.#ip) + 2 > longestSocketPath)
        throw new Error("the path of the runtime folder is too long for ipc");
      this.#ports = channels.map((_, index) => index + 1);
      return;
    }
    this.#freePorts.release(this.#ports);
    this.#ports = [];
    this.#ports = await this.#freePorts.take(channels.length);
  }

  /** Writes the file for the kernel. Nobody but the user may read it: who can, can run code. */
  async write(kernelName: string): Promise<void> {
    const ports = Object.fromEntries(
      channels.map((channel, index) => [`${channel}_port`, this.#ports[index]]),
    );
    const content = {
      ...ports,
      ip: this.#ip,
      key: this.key,
      transport: this.#transport,
      signature_scheme: "hmac-sha256",
      kernel_name: kernelName,
    };
    await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
    // Whatever is there may be open to others, or be a link to elsewhere.
    await rm(this.file, { force: true });
    await writeFile(this.file, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600, flag: "wx" });
  }

  /** Removes the file, and frees the ports. */
  async remove(): Promise<void> {
    this.#freePorts.release(this.#ports);
    const sockets = this.#transport === "ipc" ? this.#ports.map((port) => `${this.#ip}-${port}`) : [];
    this.#ports = [];
    for (const file of [this.file, ...sockets]) await rm(file, { force: true });
  }
}
