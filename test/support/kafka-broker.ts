import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Admin, type BaseOptions, Consumer } from "@platformatic/kafka";
import { freePorts } from "./free-ports.js";
import { temporaryFolder } from "./temporary-folder.js";
import { kafkaJars } from "./kafka-jars.js";

type Access = Pick<BaseOptions, "sasl" | "tls">;

interface Setup {
  /** More lines of its configuration. */
  readonly configuration?: string;
  /** Of the listener for clients. Default: `PLAINTEXT`. */
  readonly protocol?: string;
  /** How the test itself gets in. */
  readonly access?: Access;
  /** Of something that stands before the broker: clients that come by `port` are told to go on there. Default: nothing does. */
  readonly through?: number;
}

/** A message as it was read back. */
export interface KafkaRecord {
  readonly partition: number;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly line: string;
}

const jvm = ["-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];

/** A Kafka broker that is its own controller, of which the topics outlive its end. */
export class KafkaBroker {
  readonly address: string;
  /** Where clients, or what stands before the broker, find it. */
  readonly port: number;
  readonly #folder: string;
  readonly #access: Access;
  /** Where the test itself finds it. */
  readonly #port: number;
  #child: ChildProcess | undefined;

  private constructor(
    folder: string,
    ports: { readonly own: number; readonly port: number },
    access: Access,
  ) {
    this.#folder = folder;
    this.#port = ports.own;
    this.#access = access;
    this.port = ports.port;
    this.address = `127.0.0.1:${ports.port}`;
  }

  /** A broker in a folder, without topics. */
  static async start(folder = temporaryFolder(), setup: Setup = {}): Promise<KafkaBroker> {
    const { configuration = "", protocol = "PLAINTEXT", access = {}, through } = setup;
    const [own, controller, other] = await freePorts();
    const listeners = [`${protocol}://127.0.0.1:${own}`];
    if (through !== undefined) listeners.push(`PROXIED://127.0.0.1:${other}`);
    const advertised = listeners.map((listener) => listener.replace(`:${other}`, `:${through}`));
    writeFileSync(
      join(folder, "server.properties"),
      `process.roles=broker,controller
node.id=1
listeners=${listeners.join(",")},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=${advertised.join(",")}
inter.broker.listener.name=${protocol}
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT,${protocol}:${protocol}
controller.listener.names=CONTROLLER
controller.quorum.voters=1@127.0.0.1:${controller}
log.dirs=${join(folder, "data")}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
broker.session.timeout.ms=1000
broker.heartbeat.interval.ms=200
message.max.bytes=16777216
${configuration}
`,
    );
    const broker = new KafkaBroker(folder, { own, port: through === undefined ? own : other }, access);
    broker.#java("kafka.tools.StorageTool", "format", "-t", "AAAAAAAAAAAAAAAAAAAAAQ", "-c");
    await broker.start();
    return broker;
  }

  /** Starts it, at the same port as before, and waits until it answers. */
  async start(): Promise<void> {
    if (this.#running !== undefined) return;
    const child = spawn("java", [...jvm, "-cp", `${kafkaJars()}/*`, "kafka.Kafka", "server.properties"], {
      cwd: this.#folder,
      stdio: "ignore",
    });
    this.#child = child;
    for (;;) {
      if (child.exitCode !== null) throw new Error(`Kafka ended with exit status ${child.exitCode}`);
      const admin = new Admin({ ...this.#client(), retries: 0 });
      const answer = await admin.metadata({ topics: [] }).catch(() => undefined);
      await admin.close();
      if (answer !== undefined && answer.brokers.size > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  /** Ends it at once, in the middle of whatever it does. */
  async kill(): Promise<void> {
    const child = this.#running;
    if (child === undefined) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  async createTopic(name: string, partitions = 1, settings: Record<string, string> = {}): Promise<void> {
    const configs = Object.entries(settings).map(([name, value]) => ({ name, value }));
    await this.#administer((admin) =>
      admin.createTopics({ topics: [name], partitions, replicas: 1, ...(configs.length > 0 && { configs }) }),
    );
  }

  /** What is in a topic, in the order of each partition. */
  async read(topic: string): Promise<KafkaRecord[]> {
    const consumer = new Consumer({ ...this.#client(), groupId: crypto.randomUUID() });
    try {
      const total = await totalIn(topic, consumer);
      const records: KafkaRecord[] = [];
      if (total === 0) return records;
      const options = { mode: "earliest", autocommit: false, maxBytes: 32 * 1024 ** 2 } as const;
      const stream = await consumer.consume({ topics: [topic], ...options });
      for await (const { partition, key, headers, value } of stream) {
        const entries = [...headers].map(([name, text]) => [String(name), String(text)]);
        records.push({
          partition,
          key: String(key),
          headers: Object.fromEntries(entries),
          line: String(value),
        });
        if (records.length === total) break;
      }
      return records;
    } finally {
      await consumer.close(true);
    }
  }

  /** How many messages are in a topic. */
  async count(topic: string): Promise<number> {
    const consumer = new Consumer({ ...this.#client(), groupId: crypto.randomUUID() });
    try {
      return await totalIn(topic, consumer);
    } finally {
      await consumer.close(true);
    }
  }

  async #administer<Result>(work: (admin: Admin) => Promise<Result>): Promise<Result> {
    const admin = new Admin(this.#client());
    try {
      return await work(admin);
    } finally {
      await admin.close();
    }
  }

  get #running(): ChildProcess | undefined {
    const child = this.#child;
    return child === undefined || child.exitCode !== null || child.signalCode !== null ? undefined : child;
  }

  #client(): BaseOptions {
    return { clientId: "test", bootstrapBrokers: [`127.0.0.1:${this.#port}`], ...this.#access };
  }

  #java(program: string, ...parameters: string[]): void {
    const line = [...jvm, "-cp", `${kafkaJars()}/*`, program, ...parameters, "server.properties"];
    execFileSync("java", line, { cwd: this.#folder, stdio: ["ignore", "ignore", "pipe"] });
  }
}

async function totalIn<Key, Value, HeaderKey, HeaderValue>(
  topic: string,
  consumer: Consumer<Key, Value, HeaderKey, HeaderValue>,
): Promise<number> {
  const ends = (await consumer.listOffsets({ topics: [topic] })).get(topic) ?? [];
  return ends.reduce((sum, end) => sum + Number(end), 0);
}
