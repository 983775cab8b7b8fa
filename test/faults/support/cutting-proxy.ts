import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** What happens to the next exchange: its answer gets lost, or its request is cut in the middle. */
export type Cut = "answer lost" | "request cut";

/** Stands between a handler and its destination, and cuts connections when it is told to. */
export class CuttingProxy {
  readonly port: number;
  /** The port of the destination. */
  target = 0;
  /** How often it has cut. */
  cuts = 0;
  #next: Cut | undefined;
  #waiting: (() => void)[] = [];

  private constructor(port: number) {
    this.port = port;
  }

  /** A proxy that still lacks its target: some destinations are to be told of it before they start. */
  static async start(): Promise<CuttingProxy> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const proxy = new CuttingProxy((server.address() as AddressInfo).port);
    const sockets = new Set<Socket>();
    server.on("connection", (client) => {
      const destination = connect(proxy.target, "127.0.0.1");
      for (const socket of [client, destination]) sockets.add(socket.on("error", () => {}));
      proxy.#join(client, destination);
    });
    onTestFinished(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    return proxy;
  }

  /** Cuts the next exchange. */
  cut(what: Cut): void {
    this.#next = what;
  }

  /** Resolves once a condition holds that the proxy's counts decide. */
  async until(condition: (proxy: this) => boolean): Promise<void> {
    while (!condition(this)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #tell(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #join(client: Socket, destination: Socket): void {
    client.on("data", (bytes) => {
      if (this.#takes("request cut")) end(client, destination, bytes.subarray(0, bytes.length / 2));
      else destination.write(bytes);
    });
    destination.on("data", (bytes) => {
      if (this.#takes("answer lost")) end(destination, client);
      else client.write(bytes);
    });
    for (const [from, to] of [
      [client, destination],
      [destination, client],
    ] as const) {
      from.on("close", () => to.destroy());
    }
  }

  #takes(cut: Cut): boolean {
    if (this.#next !== cut) return false;
    this.#next = undefined;
    this.cuts++;
    this.#tell();
    return true;
  }
}

/** Ends both sides, the second one after the last bytes that still go there. */
function end(from: Socket, to: Socket, last?: Uint8Array): void {
  from.removeAllListeners("data");
  if (last === undefined) to.destroy();
  else to.write(last, () => to.destroy());
  from.destroy();
}
