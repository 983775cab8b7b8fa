import type { Socket } from "node:net";
import { FakeServer } from "./fake-server.js";

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
export class FakeNatsServer extends FakeServer {
  /** What the stream holds. */
  readonly stored: Published[] = [];
  /** How often each user came. */
  readonly logins: Record<string, unknown>[] = [];
  fate: (message: Published) => Fate = () => "stored";
  accepts: (login: Record<string, unknown>) => boolean = () => true;
  maxPayload = 8 * 1024 * 1024;
  readonly #ids = new Set<string>();

  get url(): string {
    return `nats://${this.address}`;
  }

  get lines(): string[] {
    return this.stored.map(({ line }) => line);
  }

  protected serve(socket: Socket): void {
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
