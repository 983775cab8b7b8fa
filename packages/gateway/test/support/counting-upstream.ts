import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request as it stood on the wire. */
export interface WireRequest {
  readonly target: string;
  /** The lines between the first one and the body. */
  readonly headers: readonly string[];
  readonly body: string;
}

/**
 * A server that reads the bytes of its connections by the letter of RFC 9112 and nothing else: whatever it cannot read so
 * counts as `broken`. It answers each request with its number.
 */
export class CountingUpstream {
  readonly requests: WireRequest[] = [];
  broken = 0;
  url = "";

  static async start(): Promise<CountingUpstream> {
    const upstream = new CountingUpstream();
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      upstream.#serve(socket);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    upstream.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    onTestFinished(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    return upstream;
  }

  #serve(socket: Socket): void {
    let received = "";
    socket.setEncoding("latin1").on("error", () => {});
    socket.on("data", (text: string) => {
      received += text;
      for (let read = readRequest(received); read !== undefined; read = readRequest(received)) {
        if (read === "broken") {
          this.broken++;
          socket.destroy();
          return;
        }
        received = received.slice(read.length);
        this.requests.push(read.request);
        const body = `answer ${this.requests.length}`;
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      }
    });
  }
}

const firstLine = /^[A-Z]+ (\S+) HTTP\/1\.1$/;
const header = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/;

function readRequest(text: string): { request: WireRequest; length: number } | "broken" | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first = "", ...headers] = text.slice(0, end).split("\r\n");
  const target = firstLine.exec(first)?.[1];
  if (target === undefined || headers.some((line) => !header.test(line) || /[\r\n\0]/.test(line)))
    return "broken";
  const named = (name: string): string[] =>
    headers
      .filter((line) => line.toLowerCase().startsWith(`${name}:`))
      .map((line) => header.exec(line)?.[2] ?? "");
  const [length, ...lengths] = named("content-length");
  const [coding, ...codings] = named("transfer-encoding");
  if (lengths.length + codings.length > 0 || named("host").length !== 1) return "broken";
  const start = end + 4;
  if (coding !== undefined) {
    if (coding !== "chunked" || length !== undefined) return "broken";
    return readChunked(text, start, target, headers);
  }
  if (length !== undefined && !/^\d+$/.test(length)) return "broken";
  const until = start + Number(length ?? 0);
  if (text.length < until) return undefined;
  return { request: { target, headers, body: text.slice(start, until) }, length: until };
}

function readChunked(text: string, start: number, target: string, headers: readonly string[]) {
  let body = "";
  for (let at = start; ; ) {
    const line = text.indexOf("\r\n", at);
    if (line < 0) return undefined;
    const size = /^[\da-fA-F]+$/.test(text.slice(at, line))
      ? Number.parseInt(text.slice(at, line), 16)
      : Number.NaN;
    if (Number.isNaN(size)) return "broken" as const;
    if (size === 0) {
      const end = text.indexOf("\r\n\r\n", at);
      if (end < 0) return undefined;
      return { request: { target, headers, body }, length: end + 4 };
    }
    if (text.length < line + 2 + size + 2) return undefined;
    body += text.slice(line + 2, line + 2 + size);
    at = line + 2 + size + 2;
  }
}
