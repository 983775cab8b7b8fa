import zlib from "node:zlib";
import {
  type Destination,
  HandlerError,
  readSecret,
  readTlsFiles,
  type Refusal,
  RetryLater,
  type Secret,
  type SendResult,
  type SpooledEvent,
  type TlsFiles,
} from "@daybook/eventlog";
import type { Producer, ProducerOptions } from "@platformatic/kafka";
import { assertInstalled, loadClient } from "./client.js";
import { endsProducer, kafkaFailure, kafkaRefusal } from "./kafka-failure.js";
import { type KafkaMessage, kafkaMessage } from "./kafka-message.js";
import type { NameTemplate } from "./name-template.js";

export const compressions = ["none", "gzip", "snappy", "lz4", "zstd"] as const;
export const saslMechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] as const;

/** How to log in to a broker. */
export interface KafkaSasl {
  readonly mechanism: (typeof saslMechanisms)[number];
  readonly username: string;
  readonly password: Secret;
}

export interface KafkaAddress {
  readonly brokers: readonly string[];
  readonly topic: NameTemplate;
  readonly key: string | undefined;
  readonly compression: (typeof compressions)[number];
  readonly sasl: KafkaSasl | undefined;
  readonly tls: TlsFiles | undefined;
  /** How long a broker has to answer, in milliseconds. */
  readonly timeout: number;
}

type Options = ProducerOptions<Buffer, Buffer, Buffer, Buffer>;

/** The client tries so often itself; after that, the spool does. */
const retries = 2;

/**
 * Produces events to Kafka, those of each partition as one record batch, which the broker takes whole or not at all.
 *
 * The producer numbers the batches of each partition, so that a broker knows one that comes again. That holds only while a
 * batch comes again as it was and none is under way twice: what has arrived is remembered, and what was given up for its
 * time is waited for.
 */
export class KafkaDestination implements Destination {
  readonly #address: KafkaAddress;
  #directory = ".";
  #producer: Producer<Buffer, Buffer, Buffer, Buffer> | undefined;
  /** Of the batch that is being sent, what has arrived. */
  readonly #arrived = new Set<string>();
  /** What a send that was aborted has left under way. */
  #underWay: Promise<unknown> = Promise.resolve();

  constructor(address: KafkaAddress) {
    this.#address = address;
  }

  open(directory: string): void {
    assertInstalled("@platformatic/kafka");
    const { compression, sasl, tls } = this.#address;
    if (compression === "zstd" && !("zstdCompress" in zlib))
      throw new HandlerError("this Node cannot compress with zstd; use Node 22.15 or newer, or lz4");
    this.#directory = directory;
    // For the errors that they may throw now.
    if (sasl !== undefined) readSecret("password of sasl", sasl.password, directory);
    if (tls !== undefined) readTlsFiles(tls, directory);
  }

  async send(batch: readonly SpooledEvent[], signal: AbortSignal): Promise<SendResult> {
    await this.#underWay;
    if (signal.aborted) throw signal.reason;
    try {
      const producer = await this.#connected();
      const refused: Refusal[] = [];
      const partitions = await this.#partitions(producer, batch);
      if (signal.aborted) throw signal.reason;
      const sent = [...partitions.values()].map((messages) => this.#produce(producer, messages, refused));
      const outcomes = Promise.allSettled(sent);
      this.#underWay = outcomes;
      for (const outcome of await outcomes) if (outcome.status === "rejected") throw outcome.reason;
      // Nobody hears of it any more: the next send leaves out what has arrived.
      if (signal.aborted) throw signal.reason;
      this.#arrived.clear();
      return { refused };
    } catch (error) {
      // Another broker may be the leader by now.
      this.#producer?.clearMetadata();
      if (endsProducer(error)) await this.#endProducer();
      throw kafkaFailure(error);
    }
  }

  async close(): Promise<void> {
    await this.#endProducer();
  }

  async #endProducer(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.close(true);
  }

  /** What has not arrived yet, by its partition. */
  async #partitions(
    producer: Producer<Buffer, Buffer, Buffer, Buffer>,
    batch: readonly SpooledEvent[],
  ): Promise<Map<string, KafkaMessage[]>> {
    const { topic, key } = this.#address;
    const { murmur2 } = await loadKafka();
    const messages = batch
      .filter(({ id }) => !this.#arrived.has(id))
      .map((event) => kafkaMessage(event, topic.fill(event), key));
    const topics = [...new Set(messages.map((message) => message.topic))];
    const metadata = await producer.metadata({ topics });
    const partitions = new Map<string, KafkaMessage[]>();
    for (const message of messages) {
      const { partitions: all = [], partitionsCount = 1 } = metadata.topics.get(message.topic) ?? {};
      // As Java's client does it.
      message.partition = (murmur2(message.key) & 0x7fffffff) % partitionsCount;
      // The client would fail outside of any promise.
      if (!metadata.brokers.has(all[message.partition]?.leader ?? -1))
        throw new RetryLater("a partition of the topic has no leader; look after the brokers");
      const place = `${message.topic}:${message.partition}`;
      const others = partitions.get(place);
      if (others === undefined) partitions.set(place, [message]);
      else others.push(message);
    }
    return partitions;
  }

  /** Produces the messages of one partition. Where they are refused, they are halved until it is known which is to blame. */
  async #produce(
    producer: Producer<Buffer, Buffer, Buffer, Buffer>,
    messages: readonly KafkaMessage[],
    refused: Refusal[],
  ): Promise<void> {
    try {
      await producer.send({ messages: messages.map(({ event: _, ...message }) => message) });
      for (const { event } of messages) this.#arrived.add(event.id);
    } catch (error) {
      const reason = kafkaRefusal(error);
      if (reason === undefined) throw error;
      const [first] = messages;
      if (messages.length === 1 && first !== undefined) {
        refused.push({ event: first.event, reason });
        return;
      }
      const middle = messages.length >> 1;
      await this.#produce(producer, messages.slice(0, middle), refused);
      await this.#produce(producer, messages.slice(middle), refused);
    }
  }

  async #connected(): Promise<Producer<Buffer, Buffer, Buffer, Buffer>> {
    if (this.#producer !== undefined) return this.#producer;
    const client = await loadKafka();
    const { brokers, compression, sasl, tls, timeout } = this.#address;
    const options: Options = {
      clientId: "daybook",
      bootstrapBrokers: [...brokers],
      idempotent: true,
      autocreateTopics: false,
      retries,
      retryDelay: 100,
      connectTimeout: Math.min(timeout, 10_000),
      requestTimeout: timeout,
      timeout,
      compression,
      ...(tls && { tls: readTlsFiles(tls, this.#directory) }),
      ...(sasl && {
        sasl: {
          mechanism: sasl.mechanism,
          username: sasl.username,
          password: () => readSecret("password of sasl", sasl.password, this.#directory),
        },
      }),
    };
    this.#producer = new client.Producer(options);
    return this.#producer;
  }
}

function loadKafka() {
  return loadClient("@platformatic/kafka", () => import("@platformatic/kafka"));
}
