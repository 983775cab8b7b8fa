import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import { ReturningServer } from "./returning-server.js";

/** A request that has arrived whole. */
export interface Posted {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The port of the client: one for each connection. */
  readonly port: number | undefined;
}

/** What a {@link RecordingServer} does with a request. */
export type Answer = (posted: Posted, response: ServerResponse) => void;

/** An HTTP server for tests that notes what is posted to it, and can go away and come back at its address. */
export class RecordingServer extends ReturningServer {
  /** All requests, in order. */
  readonly posts: Posted[] = [];
  /** The items of those that were answered with a success by {@link take}: lines, as they were sent. */
  readonly lines: string[] = [];
  answer: Answer = (posted, response) => this.take(posted, response);

  private constructor() {
    super(() => createServer((request, response) => void this.#read(request, response)));
  }

  static async start(): Promise<RecordingServer> {
    const server = new RecordingServer();
    await server.comeBack();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/ingest?key=of-the-address`;
  }

  /** Takes all lines and confirms them. */
  take(posted: Posted, response: ServerResponse, status = 204): void {
    this.lines.push(...posted.body.split("\n").slice(0, -1));
    response.writeHead(status).end();
  }

  async #read(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    try {
      for await (const piece of request) pieces.push(piece);
    } catch {
      // The client has gone: it posts again.
      return;
    }
    const { method, url: path, headers } = request;
    const bytes = Buffer.concat(pieces);
    const body = (headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString();
    const posted = { method, path, headers, body, port: request.socket.remotePort };
    this.posts.push(posted);
    this.answer(posted, response);
  }
}
