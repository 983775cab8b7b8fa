import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect, type NodeConnectionOptions } from "@nats-io/transport-node";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./temporary-folder.js";
import { natsServer } from "./nats-program.js";

/** A nats-server with JetStream, of which the messages outlive its end. */
export class NatsProcess {
  readonly #folder = temporaryFolder();
  readonly #login: NodeConnectionOptions;
  #child: ChildProcess | undefined;
  #port = -1;

  private constructor(configuration: string, login: NodeConnectionOptions) {
    this.#login = login;
    writeFileSync(`${this.#folder}/nats.conf`, `max_payload: 8MB\n${configuration}\n`);
  }

  /**
   * A server with a stream that takes `events.>`; it ends with the test.
   *
   * @param configuration more lines of its configuration file
   * @param login how the test itself gets in
   */
  static async start(configuration = "", login: NodeConnectionOptions = {}): Promise<NatsProcess> {
    const server = new NatsProcess(configuration, login);
    onTestFinished(() => server.kill());
    await server.start();
    await server.administer(({ streams }) => streams.add({ name: "EVENTS", subjects: ["events.>"] }));
    return server;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  /** Starts it, at the same port as before. */
  async start(): Promise<void> {
    const { signalCode, exitCode } = this.#child ?? { signalCode: "none", exitCode: null };
    if (signalCode === null && exitCode === null) return;
    const place = ["-a", "127.0.0.1", "-p", String(this.#port), "-js", "-sd", this.#folder];
    const child = spawn(natsServer(), ["-c", `${this.#folder}/nats.conf`, ...place], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#child = child;
    for await (const line of createInterface(child.stderr)) {
      this.#port = Number(/client connections on [^ ]*:(\d+)$/.exec(line)?.[1] ?? this.#port);
      if (line.includes("Server is ready")) break;
    }
    child.stderr.resume();
    if (child.exitCode !== null) throw new Error(`nats-server ended with exit status ${child.exitCode}`);
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  /** Ends it at once, in the middle of whatever it does. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  async administer<Result>(
    work: (manager: Awaited<ReturnType<typeof jetstreamManager>>) => Promise<Result>,
  ): Promise<Result> {
    const connection = await connect({ servers: this.address, ...this.#login });
    try {
      return await work(await jetstreamManager(connection));
    } finally {
      await connection.close();
    }
  }

  /** What the stream holds, in its order. */
  read(): Promise<{ subject: string; line: string }[]> {
    return this.administer(async (manager) => {
      const held: { subject: string; line: string }[] = [];
      const { messages, last_seq } = (await manager.streams.info("EVENTS")).state;
      if (messages === 0) return held;
      const consumer = await manager.jetstream().consumers.get("EVENTS");
      for await (const message of await consumer.consume()) {
        held.push({ subject: message.subject, line: message.string() });
        if (message.seq === last_seq) break;
      }
      return held;
    });
  }

  /** How many messages the stream holds. */
  count(): Promise<number> {
    return this.administer(async ({ streams }) => (await streams.info("EVENTS")).state.messages);
  }
}
