import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A server behind the gateway that answers as a test says, and keeps the requests that it has seen. */
export interface TestUpstream {
  readonly url: string;
  readonly server: Server;
  readonly requests: IncomingMessage[];
  /** Ends it and cuts all its connections. */
  stop(): Promise<void>;
}

/** @param port 0 takes a free one; another one is for a server that is started again */
export async function testUpstream(listener: RequestListener, port = 0): Promise<TestUpstream> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    listener(request, response);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  onTestFinished(stop);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server, requests, stop };
}

/** The whole body of a message. */
export async function bodyOf(message: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
