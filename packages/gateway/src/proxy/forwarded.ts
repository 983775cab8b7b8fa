import type { IncomingMessage } from "node:http";
import { plainAddress } from "./plain-address.js";
import type { TrustedProxies } from "./trusted-proxies.js";

/** What tells a server behind proxies who the client is, and how it came. */
const told = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"] as const;
/** Other names for the same, which servers believe as well. */
const claims: ReadonlySet<string> = new Set(["forwarded", "x-real-ip", "x-scheme"]);
const prefix = "x-forwarded-";

/** Decides what a server behind the gateway hears of the client. */
export class Forwarding {
  readonly #proxies: TrustedProxies;
  readonly #userHeader: string | undefined;

  /** @param userHeader the header in which a trusted proxy names the user, in lower case */
  constructor(proxies: TrustedProxies, userHeader: string | undefined) {
    this.#proxies = proxies;
    this.#userHeader = userHeader;
  }

  /** True where what the peer says of its own client holds. */
  trusts({ socket }: IncomingMessage): boolean {
    return this.#proxies.has(socket.remoteAddress);
  }

  /** True for a header that is not passed on as it came. @param name in lower case */
  replaces(name: string, trusted: boolean): boolean {
    if (trusted) return (told as readonly string[]).includes(name);
    return name.startsWith(prefix) || claims.has(name) || name === this.#userHeader;
  }

  /** Adds what is true of a request. A trusted proxy's word is kept, and itself added to the way. */
  add(headers: string[], { socket, headers: given }: IncomingMessage, trusted: boolean, host: string): void {
    const [way, proto, name] = told.map((header) => (trusted ? textOf(given[header]) : undefined));
    const peer = plainAddress(socket.remoteAddress ?? "");
    headers.push("X-Forwarded-For", way === undefined ? peer : `${way}, ${peer}`);
    headers.push("X-Forwarded-Proto", proto ?? "http");
    headers.push("X-Forwarded-Host", name ?? host);
  }
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(", ") : header;
}
