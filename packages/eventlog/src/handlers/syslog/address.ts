import { readFileSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { EventLogError, HandlerError } from "../../errors.js";

/** Where a daemon listens. */
export type SyslogAddress = { readonly path: string } | { readonly host: string; readonly port: number };

const datagramsOnly =
  "takes datagrams only, and Node.js cannot send those to a path; let the daemon listen to a port or a stream socket";

/** @throws {EventLogError} code `invalid-option` */
export function checkSyslogAddress(address: unknown): SyslogAddress {
  if (typeof address === "string" && address.includes("/")) return { path: address };
  if (Array.isArray(address) && address.length === 2) {
    const [host, port] = address;
    const isPort = Number.isInteger(port) && port > 0 && port < 65_536;
    if (typeof host === "string" && host !== "" && isPort) return { host, port };
  }
  const message =
    "the address of a SysLogHandler is [host, port], or the path of a socket, such as /run/syslog.socket";
  throw new EventLogError("invalid-option", message);
}

/** What messages call an address. */
export function addressText(address: SyslogAddress): string {
  if ("path" in address) return address.path;
  return `${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}`;
}

/**
 * @param directory where relative paths start
 * @throws {HandlerError} where there is a socket that we could never use
 */
export function resolveSocket(path: string, directory: string): string {
  const absolute = resolve(directory, path);
  if (isDatagramSocket(absolute)) throw datagramError(absolute);
  return absolute;
}

export function datagramError(path: string, cause?: unknown): HandlerError {
  return new HandlerError(`${path} ${datagramsOnly}`, { cause });
}

/** Only Linux tells; elsewhere, and where there is no socket yet, it turns out at the first connection. */
function isDatagramSocket(path: string): boolean {
  try {
    const real = realpathSync(path);
    // Number, references, protocol, flags, type (2 for datagrams), state, inode, path.
    const sockets = readFileSync("/proc/net/unix", "utf8").split("\n");
    return sockets.some((socket) => {
      const [, , , , type, , , ...words] = socket.split(/ +/);
      return type === "0002" && (words.join(" ") === real || words.join(" ") === path);
    });
  } catch {
    return false;
  }
}
