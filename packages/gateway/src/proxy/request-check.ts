import type { IncomingMessage } from "node:http";
import type { GatewayErrorCode } from "../errors.js";
import { connectionOptions, namesForeignHeaders } from "./hop-by-hop.js";

/** One slash, then what may stand in a target. Anything else, such as `#` and `\`, is read in more than one way. */
const target = /^\/(?!\/)[!"$-[\]^-~]*$/;
const host = /^(?:[\w.~%-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?$/;
/** Whoever has more is not a browser, however many extensions it runs. */
const mostHeaders = 200;
/** Of these, one more than once has two meanings. */
const single: ReadonlySet<string> = new Set([
  "host",
  "content-length",
  "transfer-encoding",
  "authorization",
  "origin",
  "upgrade",
  "expect",
  "x-xsrftoken",
]);

/**
 * Why a request is refused, or nothing. Node's parser has refused what is no HTTP; this refuses what is, but could mean one
 * thing here and another to the server behind: the two must agree on where a request begins and ends, on its path and on
 * who sent it.
 */
export function refusalOf(request: IncomingMessage): GatewayErrorCode | undefined {
  const { rawHeaders, headers, httpVersion } = request;
  if (httpVersion !== "1.1" && httpVersion !== "1.0") return "bad-version";
  if (!target.test(request.url ?? "")) return "bad-target";
  if (rawHeaders.length > 2 * mostHeaders) return "headers-too-large";
  if (headers.host === undefined ? httpVersion !== "1.0" : !host.test(headers.host)) return "bad-host";
  const problem = headerProblem(rawHeaders);
  if (problem !== undefined) return problem;
  // Node's parser takes other codings, as long as `chunked` comes last; the server behind may not.
  const coding = headers["transfer-encoding"];
  if (coding !== undefined && (coding.toLowerCase() !== "chunked" || httpVersion !== "1.1"))
    return "bad-framing";
  if (namesForeignHeaders(connectionOptions(request))) return "bad-connection";
  return undefined;
}

function headerProblem(rawHeaders: readonly string[]): GatewayErrorCode | undefined {
  let seen: Set<string> | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase();
    if (!single.has(name)) continue;
    seen ??= new Set();
    if (seen.has(name)) return doubled[name] ?? "bad-header";
    seen.add(name);
  }
  return undefined;
}

const doubled: Readonly<Record<string, GatewayErrorCode>> = {
  host: "bad-host",
  "content-length": "bad-framing",
  "transfer-encoding": "bad-framing",
  upgrade: "bad-upgrade",
};
