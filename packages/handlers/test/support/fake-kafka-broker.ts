import type { Socket } from "node:net";
import { Reader, readRecordsBatch, Writer } from "@platformatic/kafka";
import { FakeServer } from "./fake-server.js";

export interface Produced {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly line: string;
}

/**
 * What becomes of a record batch: it is stored and acknowledged; stored, and the connection is cut; cut before; left without
 * an answer; or refused with an error of the protocol, by its number.
 */
export type Fate = "stored" | "acknowledgement lost" | "cut" | "unanswered" | number;

const apis = { produce: 0, metadata: 3, versions: 18, initProducer: 22 } as const;
const versions: Readonly<Record<number, number>> = { 0: 9, 3: 12, 18: 3, 22: 4 };
const [unknownTopic, tooLarge, outOfOrder] = [3, 10, 45];

/** As much of a Kafka broker as an idempotent producer sees, that does what a test tells it. */
export class FakeKafkaBroker extends FakeServer {
  readonly stored: Produced[] = [];
  /** Topics, with how many partitions they have. */
  readonly topics = new Map([["events", 1]]);
  fate: (batch: readonly Produced[]) => Fate = () => "stored";
  maxMessageBytes = 8 * 1024 * 1024;
  producers = 0;
  readonly #next = new Map<string, number>();
  readonly #seen = new Set<string>();

  get lines(): string[] {
    return this.stored.map(({ line }) => line);
  }

  protected serve(socket: Socket): void {
    let bytes = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      while (!socket.destroyed && bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE()) {
        const end = 4 + bytes.readInt32BE();
        this.#answer(socket, Reader.from(bytes.subarray(4, end)));
        bytes = bytes.subarray(end);
      }
    });
  }

  #answer(socket: Socket, request: Reader): void {
    const api = request.readInt16();
    request.readInt16();
    const answer = Writer.create().appendInt32(request.readInt32());
    request.readNullableString(false);
    request.readTaggedFields();
    if (api !== apis.versions) answer.appendTaggedFields();
    if (api === apis.versions) this.#versions(answer);
    if (api === apis.metadata) this.#metadata(request, answer);
    if (api === apis.initProducer) {
      answer
        .appendInt32(0)
        .appendInt16(0)
        .appendInt64(BigInt(++this.producers))
        .appendInt16(0);
    }
    if (api === apis.produce && !this.#produce(socket, request, answer)) return;
    socket.write(answer.appendTaggedFields().prependLength().buffer);
  }

  #versions(answer: Writer): void {
    answer.appendInt16(0).appendArray(Object.entries(versions), (writer, [api, version]) => {
      writer.appendInt16(Number(api)).appendInt16(version).appendInt16(version);
    });
    answer.appendInt32(0);
  }

  #metadata(request: Reader, answer: Writer): void {
    const asked = request.readArray((reader) => {
      reader.readUUID();
      return reader.readNullableString() ?? "";
    });
    answer.appendInt32(0).appendArray([this.port], (writer, port) => {
      writer.appendInt32(1).appendString("127.0.0.1").appendInt32(port).appendString(null);
    });
    answer.appendString("fake").appendInt32(1);
    answer.appendArray(asked ?? [], (writer, topic) => {
      const count = this.topics.get(topic);
      writer.appendInt16(count === undefined ? unknownTopic : 0).appendString(topic);
      writer.appendUUID(null).appendBoolean(false);
      writer.appendArray([...Array(count ?? 0).keys()], (writer, index) => {
        writer.appendInt16(0).appendInt32(index).appendInt32(1).appendInt32(0);
        for (const nodes of [[1], [1], []]) {
          writer.appendArray(nodes, (writer, node) => void writer.appendInt32(node), true, false);
        }
      });
      writer.appendInt32(0);
    });
  }

  /** @returns whether there is an answer */
  #produce(socket: Socket, request: Reader, answer: Writer): boolean {
    request.readNullableString();
    request.readInt16();
    request.readInt32();
    let fate = "stored" as Fate;
    const topics = request.readArray((reader) => {
      const topic = reader.readString();
      const partitions = reader.readArray((reader) => {
        const partition = reader.readInt32();
        const outcome = this.#take(topic, partition, reader.readBytes());
        if (typeof outcome !== "number") fate = outcome;
        return { partition, error: typeof outcome === "number" ? outcome : 0 };
      });
      return { topic, partitions: partitions ?? [] };
    });
    if (fate === "cut" || fate === "acknowledgement lost") socket.destroy();
    if (fate !== "stored") return false;
    answer.appendArray(topics ?? [], (writer, { topic, partitions }) => {
      writer.appendString(topic).appendArray(partitions, (writer, { partition, error }) => {
        writer.appendInt32(partition).appendInt16(error).appendInt64(0n).appendInt64(-1n).appendInt64(0n);
        writer.appendArray([], () => {}).appendString(null);
      });
    });
    answer.appendInt32(0);
    return true;
  }

  /** Stores a batch unless the producer has sent it before, as its numbers tell. */
  #take(topic: string, partition: number, bytes: Buffer): Fate {
    const { producerId, firstSequence, records } = readRecordsBatch(Reader.from(bytes));
    const batch = records.map(({ key, value, headers }) => {
      const texts = headers.map(([name, text]) => [String(name), String(text)]);
      return { topic, partition, key: String(key), headers: Object.fromEntries(texts), line: String(value) };
    });
    const fate = bytes.length > this.maxMessageBytes ? tooLarge : this.fate(batch);
    if (fate !== "stored" && fate !== "acknowledgement lost") return fate;
    const place = `${producerId} ${topic} ${partition}`;
    const numbers = `${place} ${firstSequence} ${batch.length}`;
    if (this.#seen.has(numbers)) return fate;
    if ((this.#next.get(place) ?? 0) !== firstSequence) return outOfOrder;
    this.#next.set(place, firstSequence + batch.length);
    this.#seen.add(numbers);
    this.stored.push(...batch);
    return fate;
  }
}
