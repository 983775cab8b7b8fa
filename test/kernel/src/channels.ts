import { Publisher, Reply, Router } from "zeromq";
import { frames, type Message, parse, type Saying } from "./message.js";

/** What a connection file says. */
export interface ConnectionFile {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  readonly shell_port: number;
  readonly control_port: number;
  readonly stdin_port: number;
  readonly iopub_port: number;
  readonly hb_port: number;
}

/** The five sockets of a kernel. */
export class Channels {
  readonly shell = new Router();
  readonly control = new Router();
  readonly stdin = new Router();
  readonly #iopub = new Publisher({ sendHighWaterMark: 0 });
  readonly #heartbeat = new Reply();
  readonly #file: ConnectionFile;
  #published: Promise<unknown> = Promise.resolve();

  constructor(file: ConnectionFile) {
    this.#file = file;
  }

  async bind(): Promise<void> {
    const { transport, ip } = this.#file;
    const address = (port: number) => `${transport}://${ip}${transport === "ipc" ? "-" : ":"}${port}`;
    await this.shell.bind(address(this.#file.shell_port));
    await this.control.bind(address(this.#file.control_port));
    await this.stdin.bind(address(this.#file.stdin_port));
    await this.#iopub.bind(address(this.#file.iopub_port));
    await this.#heartbeat.bind(address(this.#file.hb_port));
    void this.#beat();
  }

  /** The messages that come on a channel. */
  async *received(channel: Router): AsyncGenerator<Message> {
    for await (const received of channel) yield parse(this.#file.key, received);
  }

  async send(channel: Router, to: Message, saying: Saying): Promise<void> {
    await channel.send(frames(this.#file.key, to.identities, to, saying));
  }

  /** Says something to all. Each waits for the one before. */
  async publish(parent: Message | undefined, saying: Saying): Promise<void> {
    const topic = Buffer.from(saying.type);
    const message = frames(this.#file.key, [topic], parent, saying);
    const published = this.#published.then(() => this.#iopub.send(message));
    this.#published = published;
    await published;
  }

  async #beat(): Promise<void> {
    for await (const beat of this.#heartbeat) await this.#heartbeat.send(beat);
  }
}
