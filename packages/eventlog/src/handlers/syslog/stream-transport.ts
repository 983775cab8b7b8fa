import { connect as connectSocket, isIP, type Socket } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { RetryLater } from "../../delivery/destination.js";
import { readTlsFiles, type TlsFiles } from "../tls-files.js";
import { datagramError, resolveSocket, type SyslogAddress } from "./address.js";
import type { SyslogTransport } from "./transport.js";

/** How the end of a message is told (RFC 6587): its length before it, or a line end behind it. */
export const framings = ["octet-counting", "lines"] as const;
export type Framing = (typeof framings)[number];

const none: ReadonlySet<number> = new Set();

/**
 * Sends messages over TCP, TLS (RFC 5425) or a Unix socket. Syslog has no answers, so each batch has a connection of its
 * own, and the daemon is taken to have it once it has closed its side after ours: it has read up to the end then. One that
 * ends with bytes unread resets the connection instead. See `docs/decisions/0020-what-syslog-can-confirm.md`.
 */
export class StreamTransport implements SyslogTransport {
  readonly confirms = true;
  readonly #address: SyslogAddress;
  readonly #tls: TlsFiles | undefined;
  readonly #framing: Framing;
  #directory = ".";
  /** The batch that the daemon had last: it may have been lost with it, should it be gone now. */
  #last = Buffer.alloc(0);
  #doubtful = false;

  constructor(address: SyslogAddress, tls: TlsFiles | undefined, framing: Framing) {
    this.#address = address;
    this.#tls = tls;
    this.#framing = framing;
  }

  open(directory: string): void {
    this.#directory = directory;
    if ("path" in this.#address) resolveSocket(this.#address.path, directory);
    if (this.#tls !== undefined) readTlsFiles(this.#tls, directory);
  }

  async send(messages: readonly Buffer[], signal: AbortSignal): Promise<ReadonlySet<number>> {
    const bytes = Buffer.concat(messages.flatMap((message) => this.#framed(message)));
    try {
      await exchange(this.#connect(), this.#doubtful ? Buffer.concat([this.#last, bytes]) : bytes, signal);
    } catch (error) {
      this.#doubtful = true;
      if ("path" in this.#address && (error as NodeJS.ErrnoException).code === "EPROTOTYPE") {
        throw datagramError(this.#address.path, error);
      }
      throw error;
    }
    this.#last = bytes;
    this.#doubtful = false;
    return none;
  }

  #framed(message: Buffer): Buffer[] {
    return this.#framing === "lines"
      ? [message, Buffer.from("\n")]
      : [Buffer.from(`${message.length} `), message];
  }

  #connect(): Socket {
    const address = this.#address;
    if ("path" in address) {
      return connectSocket({ path: resolveSocket(address.path, this.#directory), allowHalfOpen: true });
    }
    const { host, port } = address;
    if (this.#tls === undefined) return connectSocket({ host, port, allowHalfOpen: true });
    const files = readTlsFiles(this.#tls, this.#directory);
    // An address is no name that could be asked for.
    const servername = isIP(host) === 0 ? host : "";
    const options = { host, port, servername, ...files, allowHalfOpen: true };
    return connectSecurely(options);
  }
}

/** Writes all, ends our side, and resolves when the other side ends after that. */
function exchange(socket: Socket, bytes: Buffer, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let written = false;
    const abort = (): void => void socket.destroy(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    socket.on("error", reject);
    socket.on("end", () => {
      if (written) resolve();
      else socket.destroy(new RetryLater("the daemon has closed the connection before it had all"));
    });
    socket.on("close", () => {
      signal.removeEventListener("abort", abort);
      reject(new RetryLater("the connection was cut"));
    });
    // Whatever it may say must be read, or the end is never reached.
    socket.resume();
    socket.write(bytes, (error) => {
      if (error) return;
      written = true;
      socket.end();
    });
    if (signal.aborted) abort();
  });
}
