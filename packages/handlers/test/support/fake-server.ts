import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A server that a test stops and starts again, at one address. */
export abstract class FakeServer {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  /** A server that ends with the test. */
  static async start<Fake extends FakeServer>(this: new () => Fake): Promise<Fake> {
    const server = new this();
    await server.listen();
    onTestFinished(() => server.stop());
    return server;
  }

  get port(): number {
    return this.#port;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Listens, at the same port as before. */
  async listen(): Promise<void> {
    if (this.#server !== undefined) return;
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket)).on("error", () => {});
      this.serve(socket);
    });
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Cuts all connections and listens no more; what is stored stays. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    if (server !== undefined) await new Promise((resolve) => server.close(resolve));
  }

  protected abstract serve(socket: Socket): void;
}
