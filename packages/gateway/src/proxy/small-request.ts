import type { IncomingMessage } from "node:http";
import { credentialsOf } from "../identity/credentials.js";
import type { Forwarding } from "./forwarded.js";
import type { Upstream } from "./upstream.js";

/** How long an answer may take, in milliseconds. */
const patience = 5000;
/** An answer that is larger is none. */
const largestAnswer = 256 * 1024;

/** What the server behind says to a question of the gateway's own. */
export interface SmallAnswer {
  readonly status: number;
  /** As JSON; `undefined` where it is none. */
  readonly body: unknown;
}

/**
 * Asks the server behind for something small, for somebody else's request and with nothing but its credentials.
 *
 * @param path with the query, if any
 * @returns `undefined` where there is no answer in time, or one that is too large. Does not reject
 */
export function ask(
  upstream: Upstream,
  forwarding: Forwarding,
  request: IncomingMessage,
  path: string,
): Promise<SmallAnswer | undefined> {
  const host = request.headers.host ?? upstream.host;
  const headers = ["Host", host, ...credentialsOf(request).headers];
  forwarding.add(headers, request, forwarding.trusts(request), host);
  return askWith(upstream, path, headers);
}

/** Asks the same in the gateway's own name. @param headers as a flat list, with `Host` */
export function askWith(
  upstream: Upstream,
  path: string,
  headers: readonly string[],
): Promise<SmallAnswer | undefined> {
  const plain = ["Accept", "application/json", "Accept-Encoding", "identity"];
  return new Promise((resolve) => {
    const outgoing = upstream.request("GET", path, [...headers, ...plain], "fresh");
    const timer = setTimeout(() => outgoing.destroy(), patience);
    // Whatever ends it without an answer before.
    outgoing.once("close", () => {
      clearTimeout(timer);
      resolve(undefined);
    });
    outgoing.once("error", () => resolve(undefined));
    outgoing.once("response", (answer) => {
      const pieces: Buffer[] = [];
      let length = 0;
      answer.on("data", (piece: Buffer) => {
        length += piece.length;
        if (length > largestAnswer) outgoing.destroy();
        else pieces.push(piece);
      });
      answer.once("error", () => resolve(undefined));
      answer.once("end", () => resolve({ status: answer.statusCode ?? 0, body: jsonOf(pieces) }));
    });
    outgoing.end();
  });
}

function jsonOf(pieces: readonly Buffer[]): unknown {
  try {
    return JSON.parse(Buffer.concat(pieces).toString());
  } catch {
    return undefined;
  }
}
