import { once } from "node:events";
import { WebSocket } from "ws";
import { testOptions, testServer, token } from "../../support/test-server.js";

export const allowed = "https://events.jupyter.org/jupyter_server/contents_service/v1";
export const other = "hub.jupyter.org/server-action";

/** A server whose log allows one schema with and one without policy to apply, and its live clients. */
export async function liveServer() {
  const withheld = "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions";
  const options = await testOptions({ allowedSchemas: [allowed, withheld] });
  const server = await testServer(options);
  const subscribe = (query = "") =>
    LiveClient.open(`${server.url}api/events/subscribe?token=${token}${query}`);
  const record = (path: string) => options.log.recordEvent(allowed, "1", { action: "get", path });
  return { ...options, ...server, subscribe, record, withheld };
}

/** Somebody who watches over a WebSocket. */
export class LiveClient {
  readonly socket: WebSocket;
  readonly frames: Record<string, unknown>[] = [];
  readonly closed: Promise<[number, Buffer]>;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = once(socket, "close") as Promise<[number, Buffer]>;
    socket.on("message", (text) => this.frames.push(JSON.parse(String(text))));
  }

  static async open(url: string): Promise<LiveClient> {
    const client = new LiveClient(new WebSocket(url));
    await once(client.socket, "open");
    return client;
  }

  get paths(): unknown[] {
    return this.frames.map(({ path }) => path);
  }

  /** Waits until so many frames have come, or more. */
  async has(count: number): Promise<void> {
    while (this.frames.length < count) {
      const signal = AbortSignal.timeout(10_000);
      await once(this.socket, "message", { signal }).catch((cause) => {
        throw new Error(`${this.frames.length} of ${count} frames`, { cause });
      });
    }
  }
}
