import type { IncomingMessage } from "node:http";
import { connectionOptions, isHopByHop } from "./hop-by-hop.js";

/** Headers that hold an address. */
const addresses: ReadonlySet<string> = new Set(["location", "content-location"]);

/**
 * The headers of an answer as the client gets them, as a flat list: in their order and spelling, doubled ones too. Left out
 * are those of the connection. An address of the server behind becomes one that the client can reach.
 *
 * @param origin of the server behind: `http://127.0.0.1:8888`
 */
export function responseHeaders(answer: IncomingMessage, origin: string): string[] {
  const { rawHeaders } = answer;
  const options = answer.headers.connection === undefined ? [] : connectionOptions(answer);
  const headers: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const spelt = rawHeaders[index] as string;
    const value = rawHeaders[index + 1] as string;
    const name = spelt.toLowerCase();
    if (isHopByHop(name) || options.includes(name)) continue;
    headers.push(spelt, addresses.has(name) ? reachable(value, origin) : value);
  }
  return headers;
}

/** Without the origin an address is good at whatever address of the gateway, also behind a proxy with TLS. */
function reachable(address: string, origin: string): string {
  if (address.slice(0, origin.length).toLowerCase() !== origin) return address;
  const rest = address.slice(origin.length);
  if (rest === "") return "/";
  // Another port or host may only begin like this one; two slashes would name a host.
  return /^\/(?!\/)/.test(rest) ? rest : /^[?#]/.test(rest) ? `/${rest}` : address;
}
