import type { IncomingMessage } from "node:http";

/** Headers that are about one connection, and so are never passed on. */
const always: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "transfer-encoding",
  "upgrade",
]);

/** The only ones that clients and servers have a reason to name in `Connection` beside those. */
const nameable: ReadonlySet<string> = new Set([...always, "close", "http2-settings", "trailer", "trailers"]);

/** True for a header that is about one connection. @param name in lower case */
export function isHopByHop(name: string): boolean {
  return always.has(name);
}

const none: readonly string[] = [];

/** What the `Connection` headers of a message name, in lower case; nothing where that is only whether it is kept. */
export function connectionOptions({
  headers: { connection },
}: Pick<IncomingMessage, "headers">): readonly string[] {
  if (connection === undefined) return none;
  // What nearly all messages say.
  if (connection === "keep-alive" || connection === "close") return none;
  return connection
    .toLowerCase()
    .split(",")
    .map((option) => option.trim())
    .filter((option) => option !== "");
}

/**
 * True where `Connection` names a header that is not of the connection. Whoever does that wants to have it taken out on the
 * way: `Connection: cookie` would take the login away, `Connection: x-forwarded-for` the address.
 */
export function namesForeignHeaders(options: readonly string[]): boolean {
  return options.some((option) => !nameable.has(option));
}
