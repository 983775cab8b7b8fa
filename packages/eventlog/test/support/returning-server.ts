import type { AddressInfo, Server, Socket } from "node:net";

/** A server for tests that can go away and come back at its address. */
export class ReturningServer {
  readonly #make: () => Server;
  readonly #path: string | undefined;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  /**
   * @param make called at each start
   * @param path that of a Unix socket. Default: a free port of 127.0.0.1
   */
  constructor(make: () => Server, path?: string) {
    this.#make = make;
    this.#path = path;
  }

  get port(): number {
    return this.#port;
  }

  /** Listens, at the same address as before. */
  async comeBack(): Promise<void> {
    const server = this.#make();
    // Also those whose handshake fails.
    server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    const at = this.#path === undefined ? { port: this.#port, host: "127.0.0.1" } : { path: this.#path };
    await new Promise<void>((resolve) => server.listen(at, resolve));
    if (this.#path === undefined) this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Cuts all connections and listens no more. */
  async goAway(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
