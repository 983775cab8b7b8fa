import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Stands between a client and a server, and lets them down when a test says so. */
export class TcpProxy {
  readonly #server: Server;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #away = false;
  #fatal: string | undefined;
  /** How many answers were kept back. */
  lost = 0;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((client) => this.#join(client));
  }

  static async before(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on every connection is cut at once. */
  goAway(): void {
    this.#away = true;
    this.#cut();
  }

  comeBack(): void {
    this.#away = false;
  }

  /** Cuts the connection in place of the next answer of the server that holds this text. */
  loseAnswer(text: string): void {
    this.#fatal = text;
  }

  async close(): Promise<void> {
    this.#cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket): void {
    if (this.#away) {
      client.destroy();
      return;
    }
    const server = connect(this.#target, "127.0.0.1");
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        this.#sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.pipe(server);
    server.on("data", (data) => {
      if (this.#fatal !== undefined && data.includes(this.#fatal)) {
        this.#fatal = undefined;
        this.lost++;
        client.destroy();
      } else client.write(data);
    });
  }

  #cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
