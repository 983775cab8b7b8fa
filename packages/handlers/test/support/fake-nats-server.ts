import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface Published {
  readonly subject: string;
  readonly id: string;
  readonly line: string;
}

/**
 * What becomes of a message: it is stored and acknowledged; stored without a word; answered with an error of JetStream;
 * taken by no stream; forbidden; or the connection is cut.
 */
export type Fate = "stored" | "unanswered" | number | "nobody" | "forbidden" | "cut";

/** As much of a NATS server with one stream as a publisher sees, that does what a test tells it. */
export class FakeNatsServer {
  /** What the stream holds. */
  readonly stored: Published[] = [];
  /** How often each user came. */
  readonly logins: Record<string, unknown>[] = [];
  fate: (message: Published) => Fate = () => "stored";
  accepts: (login: Record<string, unknown>) => boolean = () => true;
  maxPayload = 8 * 1024 * 1024;
  readonly #ids = new Set<string>();
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  /** A server that ends with the test. */
  static async start(): Promise<FakeNatsServer> {
    const server = new FakeNatsServer();
    await server.listen();
    onTestFinished(() => server.stop());
    return server;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.#port}`;
  }

  get lines(): string[] {
    return this.stored.map(({ line }) => line);
  }

  /** Listens, at the same port as before. */
  async listen(): Promise<void> {
    if (this.#server !== undefined) return;
    this.#server = createServer((socket) => this.#serve(socket));
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

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket)).on("error", () => {});
    const info = { server_id: "FAKE", version: "2.15.2", proto: 1, headers: true, jetstream: true };
    socket.write(
      `INFO ${JSON.stringify({ ...info, auth_required: true, max_payload: this.maxPayload })}\r\n`,
    );
    const inboxes = new Map<string, string>();
    let bytes = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      for (;;) {
        const end = bytes.indexOf("\r\n");
        if (end < 0 || socket.destroyed) return;
        const [verb = "", ...words] = bytes.toString("utf8", 0, end).split(" ");
        const length = /^H?PUB$/.test(verb) ? Number(words.at(-1)) + 2 : 0;
        if (bytes.length < end + 2 + length) return;
        const payload = bytes.subarray(end + 2, end + length);
        bytes = bytes.subarray(end + 2 + length);
        if (verb === "PING") socket.write("PONG\r\n");
        if (verb === "SUB") inboxes.set((words[0] ?? "").replace("*", ""), words.at(-1) ?? "");
        if (verb === "CONNECT") this.#login(socket, JSON.parse(words.join(" ")));
        if (verb === "HPUB") this.#publish(socket, inboxes, words, payload);
      }
    });
  }

  #login(socket: Socket, login: Record<string, unknown>): void {
    this.logins.push(login);
    if (!this.accepts(login)) socket.end("-ERR 'Authorization Violation'\r\n");
  }

  #publish(
    socket: Socket,
    inboxes: ReadonlyMap<string, string>,
    [subject = "", reply = "", headerLength]: string[],
    payload: Buffer,
  ): void {
    const head = payload.toString("utf8", 0, Number(headerLength));
    const id = /Nats-Msg-Id: (\S+)/.exec(head)?.[1] ?? "";
    const message = { subject, id, line: payload.toString("utf8", Number(headerLength)) };
    const inbox = inboxes.get(reply.slice(0, reply.lastIndexOf(".") + 1));
    const answer = (text: string) => socket.write(`MSG ${reply} ${inbox} ${text.length}\r\n${text}\r\n`);
    const fate = this.fate(message);
    if (fate === "cut") socket.destroy();
    else if (fate === "nobody") socket.write(`HMSG ${reply} ${inbox} 16 16\r\nNATS/1.0 503\r\n\r\n\r\n`);
    else if (fate === "forbidden")
      socket.write(`-ERR 'Permissions Violation for Publish to "${subject}"'\r\n`);
    else if (typeof fate === "number")
      answer(JSON.stringify({ error: { code: 503, err_code: fate, description: message.subject } }));
    else {
      const duplicate = this.#ids.has(id);
      if (!duplicate) this.stored.push(message);
      this.#ids.add(id);
      if (fate === "stored") answer(JSON.stringify({ stream: "EVENTS", seq: this.stored.length, duplicate }));
    }
  }
}
