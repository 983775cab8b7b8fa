import type { IncomingMessage } from "node:http";
import type { Forwarding } from "./forwarded.js";
import { isHopByHop } from "./hop-by-hop.js";

/** Methods of which nobody expects a body, so that none need be said to be empty. */
const bodiless: ReadonlySet<string> = new Set(["GET", "HEAD", "DELETE", "OPTIONS"]);

/**
 * The headers of a request as the server behind gets them, as a flat list: in their order and spelling, doubled ones too.
 * Left out are those of the connection, what a client claims about itself (unless it is a trusted proxy), and names with an
 * underscore, which some servers take for a dash. `Host` stays as it is: the server behind compares `Origin` with it.
 *
 * @param ownHost the `Host` for clients of HTTP/1.0 that name none
 * @param plain ask for an answer that is not compressed, as it is looked at
 */
export function requestHeaders(
  request: IncomingMessage,
  forwarding: Forwarding,
  ownHost: string,
  plain: boolean,
): string[] {
  const { rawHeaders, headers: given } = request;
  const trusted = forwarding.trusts(request);
  const headers: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const spelt = rawHeaders[index] as string;
    const name = spelt.toLowerCase();
    if (isHopByHop(name) || name.includes("_") || forwarding.replaces(name, trusted)) continue;
    if (plain && name === "accept-encoding") continue;
    headers.push(spelt, rawHeaders[index + 1] as string);
  }
  const host = given.host ?? ownHost;
  if (given.host === undefined) headers.push("Host", host);
  if (plain) headers.push("Accept-Encoding", "identity");
  forwarding.add(headers, request, trusted, host);
  if (given["transfer-encoding"] !== undefined) headers.push("Transfer-Encoding", "chunked");
  // Without it, Node would announce an empty body in chunks.
  else if (given["content-length"] === undefined && !bodiless.has(request.method ?? "")) {
    headers.push("Content-Length", "0");
  }
  return headers;
}
