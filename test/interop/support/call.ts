import { request } from "node:http";
import type { Side } from "./servers.js";

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly bytes: Buffer;
  /** The body as JSON; `undefined` where it is none. */
  readonly json: unknown;
}

/** A call as it goes over the wire. */
export interface WireCall {
  readonly method: string;
  /** As it stands in the request line: `fetch` would resolve `..` and change what is encoded. */
  readonly target: string;
  readonly body?: Buffer | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Calls a server with its token. */
export async function send(side: Side, { method, target, body, headers = {} }: WireCall): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        ...{ host: side.host, port: side.port, method, path: target, agent: false },
        headers: {
          Authorization: `token ${side.token}`,
          ...(body === undefined ? {} : { "Content-Length": body.length }),
          ...headers,
        },
      },
      (incoming) => {
        const pieces: Buffer[] = [];
        incoming.on("data", (piece) => pieces.push(piece));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const bytes = Buffer.concat(pieces);
          const received = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
          resolve({
            status: incoming.statusCode ?? 0,
            headers: Object.fromEntries(received),
            bytes,
            json: asJson(bytes),
          });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function asJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
