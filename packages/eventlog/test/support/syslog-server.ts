import { createServer, type Socket } from "node:net";
import { createServer as createSecureServer } from "node:tls";
import { ReturningServer } from "./returning-server.js";

/** A daemon of syslog for tests: takes messages over connections, and closes one when the client has ended it. */
export class SyslogServer extends ReturningServer {
  /** All messages whose end has come, in order. */
  readonly messages: string[] = [];
  /** So many connections there were. */
  connections = 0;
  /** What is done with a connection in place of reading it. */
  welcome: ((socket: Socket) => void) | undefined;

  private constructor(path: string | undefined, files: { cert: Buffer; key: Buffer } | undefined) {
    const take = (socket: Socket): void => this.#take(socket);
    const options = { allowHalfOpen: true, ...files };
    super(() => (files ? createSecureServer(options, take) : createServer(options, take)), path);
  }

  static async start(options: { path?: string; files?: { cert: Buffer; key: Buffer } } = {}) {
    const server = new SyslogServer(options.path, options.files);
    await server.comeBack();
    return server;
  }

  get address(): readonly [string, number] {
    return ["127.0.0.1", this.port];
  }

  /** The lines of JSON in the messages. */
  get lines(): string[] {
    return this.messages.map((message) => /\] (\{.*)$/s.exec(message)?.[1] ?? "");
  }

  #take(socket: Socket): void {
    this.connections++;
    socket.on("error", () => {});
    if (this.welcome !== undefined) {
      this.welcome(socket);
      return;
    }
    let waiting = Buffer.alloc(0);
    socket.on("data", (bytes: Buffer) => {
      waiting = Buffer.concat([waiting, bytes]);
      for (let size = this.#nextMessage(waiting); size > 0; size = this.#nextMessage(waiting)) {
        waiting = waiting.subarray(size);
      }
    });
    socket.on("end", () => socket.end());
  }

  /** Notes the message that the bytes begin with. @returns its size with its frame; 0 where it is not all there */
  #nextMessage(bytes: Buffer): number {
    const [, digits] = /^(\d+) /.exec(bytes.subarray(0, 12).toString("latin1")) ?? [];
    const start = digits === undefined ? 0 : digits.length + 1;
    const end = digits === undefined ? bytes.indexOf("\n") : start + Number(digits);
    if (end < 0 || end > bytes.length) return 0;
    this.messages.push(bytes.subarray(start, end).toString());
    return digits === undefined ? end + 1 : end;
  }
}
