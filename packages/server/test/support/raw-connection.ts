import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A connection that sends exactly the bytes it is told to, which no HTTP client would. */
export class RawConnection {
  readonly socket: Socket;
  /** Resolves when the connection is gone, whoever ended it. */
  readonly closed: Promise<unknown>;
  #received = "";

  private constructor(socket: Socket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once("close", resolve));
    socket.setEncoding("latin1").on("data", (text) => {
      this.#received += text;
    });
    // The server may cut the connection off in the middle of what is sent.
    socket.on("error", () => {});
  }

  static async to(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    return new RawConnection(socket);
  }

  send(...lines: string[]): void {
    this.socket.write(lines.join("\r\n"));
  }

  /** All that has come so far, once it matches. Fails where the connection ends before. */
  async received(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#received)) {
      if (this.socket.destroyed) throw new Error(`the connection ended with: ${this.#received}`);
      await Promise.race([once(this.socket, "data"), this.closed]);
    }
    return this.#received;
  }

  /** All that comes until the server ends the connection. */
  async untilClosed(): Promise<string> {
    await this.closed;
    return this.#received;
  }
}
