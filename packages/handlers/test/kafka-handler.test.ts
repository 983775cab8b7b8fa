import { join } from "node:path";
import { EventLogError, SpooledEvent } from "@daybook/eventlog";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { numbersIn, sampleRecord, sampleRecords, secret } from "../../eventlog/src/testing/sample-records.js";
import { opened } from "../../eventlog/test/support/opened.js";
import { KafkaDestination } from "../src/kafka-destination.js";
import { KafkaHandler, type KafkaHandlerOptions } from "../src/kafka-handler.js";
import { NameTemplate } from "../src/name-template.js";
import { deadLetters } from "./support/dead-letters.js";
import { type Fate, FakeKafkaBroker, type Produced } from "./support/fake-kafka-broker.js";

const numbers = (count: number) => [...Array(count).keys()];
const sorted = (lines: readonly string[]) => numbersIn(lines).sort((left, right) => left - right);

/** An opened handler, and what it reports. */
function kafkaHandler(broker: FakeKafkaBroker, options: Partial<KafkaHandlerOptions> = {}) {
  const folder = temporaryFolder();
  const tempo = { spool: "spool", retryDelay: 1, maxRetryDelay: 5 };
  const handler = new KafkaHandler({ brokers: broker.address, topic: "events", ...tempo, ...options });
  const messages = opened(handler, folder);
  onTestFinished(() => handler.close().catch(() => {}));
  const letters = () => deadLetters(join(folder, "spool"));
  return { handler, messages, letters };
}

/** What sends for a handler, to be told by a test when the time is over. */
function kafkaDestination({ address }: FakeKafkaBroker) {
  const topic = new NameTemplate("KafkaHandler", "topic", "events", /./);
  const none = { key: undefined, sasl: undefined, tls: undefined };
  const destination = new KafkaDestination({
    brokers: [address],
    topic,
    compression: "none",
    timeout: 1000,
    ...none,
  });
  onTestFinished(() => destination.close());
  return destination;
}

/** What happens to the next batches, one after the other; those after them are stored. */
const fates =
  (...list: Fate[]) =>
  (_: readonly Produced[]) =>
    list.shift() ?? "stored";

describe("records", () => {
  test("are in order, with key and headers", async () => {
    const broker = await FakeKafkaBroker.start();
    const { handler } = kafkaHandler(broker, { batchEvents: 100 });
    const records = sampleRecords(1000);
    for (const record of records) handler.handle(record);
    await handler.flush("delivered");
    expect(numbersIn(broker.lines)).toEqual(numbers(1000));
    expect(broker.stored[7]).toMatchObject({
      key: "example.org/contract",
      headers: { id: records[7]?.id, schema: "example.org/contract", version: "1" },
    });
    expect(broker.producers).toBe(1);
  });

  test("have a property as their key, where there is one", async () => {
    const broker = await FakeKafkaBroker.start();
    const keysFor = async (key: string) => {
      const { handler } = kafkaHandler(broker, { key });
      await handler.keep(sampleRecord(17), "delivered");
      return broker.stored.at(-1)?.key;
    };
    expect(await keysFor("number")).toBe("17");
    expect(await keysFor("text")).toBe(secret);
    expect(await keysFor("missing")).toBe("example.org/contract");
  });

  test("of one key are in one partition", async () => {
    const broker = await FakeKafkaBroker.start();
    broker.topics.set("events", 5);
    const { handler } = kafkaHandler(broker, { key: "text" });
    for (const number of numbers(100)) handler.handle(sampleRecord(number, `key ${number % 10}`));
    await handler.flush("delivered");
    const places = new Set(broker.stored.map(({ key, partition }) => `${key} in ${partition}`));
    expect(places.size).toBe(10);
    expect(new Set(broker.stored.map(({ partition }) => partition)).size).toBeGreaterThan(1);
  });
});

describe("nothing is lost and nothing arrives twice", () => {
  test("by a broker that is away at the start", async () => {
    const broker = await FakeKafkaBroker.start();
    await broker.stop();
    const { handler, messages } = kafkaHandler(broker);
    for (const record of sampleRecords(10)) handler.handle(record);
    await expect(handler.flush("delivered")).rejects.toThrow("nobody listens there (ECONNREFUSED)");
    await broker.listen();
    await handler.keep(sampleRecord(10), "delivered");
    expect(numbersIn(broker.lines)).toEqual(numbers(11));
    expect(messages.at(-1)).toBe("delivers again");
  });

  test.each(["acknowledgement lost", "cut"] as const)("by a connection that ends (%s)", async (fate) => {
    const broker = await FakeKafkaBroker.start();
    broker.fate = fates("stored", fate, fate, fate, fate, "stored", fate);
    const { handler } = kafkaHandler(broker, { batchEvents: 100 });
    for (const record of sampleRecords(1000)) handler.handle(record);
    await handler.keep(sampleRecord(1000), "delivered");
    expect(numbersIn(broker.lines)).toEqual(numbers(1001));
    expect(handler.statistics.retried).toBeGreaterThan(0);
    expect(broker.producers).toBe(1);
  });

  test("by a broker that stores the records of some partitions only", async () => {
    const broker = await FakeKafkaBroker.start();
    broker.topics.set("events", 4);
    const notEnoughReplicas = 19;
    let left = 20;
    broker.fate = ([first]) => (first?.partition === 2 && left-- > 0 ? notEnoughReplicas : "stored");
    const { handler } = kafkaHandler(broker, { key: "number" });
    for (const record of sampleRecords(200)) handler.handle(record);
    await expect(handler.flush("delivered")).rejects.toThrow("too few replicas of the topic are in sync");
    await handler.keep(sampleRecord(200), "delivered");
    expect(sorted(broker.lines)).toEqual(numbers(201));
    expect(broker.producers).toBe(1);
  });

  test("by a broker that does not answer in time", async () => {
    const broker = await FakeKafkaBroker.start();
    broker.fate = fates("unanswered", "unanswered");
    const { handler, messages } = kafkaHandler(broker, { timeout: 100 });
    for (const record of sampleRecords(10)) handler.handle(record);
    await expect(handler.flush("delivered")).rejects.toThrow("cannot deliver");
    await handler.keep(sampleRecord(10), "delivered");
    expect(numbersIn(broker.lines)).toEqual(numbers(11));
    expect(messages.at(-1)).toBe("delivers again");
  });
});

test("a batch that arrives after its time was over is not sent again", async () => {
  const broker = await FakeKafkaBroker.start();
  const destination = kafkaDestination(broker);
  const batch = [
    new SpooledEvent(1, "one", 1, sampleRecord(0).line),
    new SpooledEvent(2, "two", 2, sampleRecord(1).line),
  ];
  const late = new AbortController();
  broker.fate = () => {
    late.abort(new Error("late"));
    return "stored";
  };
  await expect(destination.send(batch, late.signal)).rejects.toThrow("late");
  expect(await destination.send(batch, new AbortController().signal)).toEqual({ refused: [] });
  expect(numbersIn(broker.lines)).toEqual([0, 1]);
});

test("a producer that the broker does not know any more is replaced", async () => {
  const broker = await FakeKafkaBroker.start();
  const { handler } = kafkaHandler(broker);
  await handler.keep(sampleRecord(0), "delivered");
  const unknownProducer = 59;
  broker.fate = fates(unknownProducer);
  await handler.keep(sampleRecord(1), "delivered");
  expect(numbersIn(broker.lines)).toEqual([0, 1]);
  expect(broker.producers).toBe(2);
});

test("an event that is too large goes to the dead-letter file alone", async () => {
  const broker = await FakeKafkaBroker.start();
  broker.topics.set("events", 2);
  broker.maxMessageBytes = 5000;
  const { handler, letters } = kafkaHandler(broker, { key: "number" });
  for (const number of numbers(50))
    handler.handle(sampleRecord(number, "x".repeat(number === 42 ? 5000 : 300)));
  await handler.flush("delivered");
  expect(sorted(broker.lines)).toEqual(numbers(50).filter((number) => number !== 42));
  expect(letters()).toMatchObject([
    { reason: "larger than the topic takes (max.message.bytes)", event: { number: 42 } },
  ]);
  expect(broker.producers).toBe(1);
});

describe("what the broker says is told in words, and tried again", () => {
  test("that there is no such topic", async () => {
    const broker = await FakeKafkaBroker.start();
    const { handler } = kafkaHandler(broker, { topic: "logs.{schema}" });
    await handler.keep(sampleRecord(0));
    await expect(handler.flush("delivered")).rejects.toThrow("there is no such topic; create it");
    broker.topics.set("logs.example_org_contract", 1);
    await handler.keep(sampleRecord(1), "delivered");
    expect(numbersIn(broker.lines)).toEqual([0, 1]);
  });

  test.each([
    [29, "this user may not write to the topic; permit it"],
    [31, "this user may not write idempotently; permit it"],
    [56, "the broker refuses for now (KAFKA_STORAGE_ERROR)"],
  ])("error %i", async (error, words) => {
    const broker = await FakeKafkaBroker.start();
    broker.fate = () => error;
    const { handler, messages } = kafkaHandler(broker);
    await handler.keep(sampleRecord(0));
    await expect(handler.flush("delivered")).rejects.toThrow(words);
    broker.fate = () => "stored";
    await handler.keep(sampleRecord(1), "delivered");
    expect(numbersIn(broker.lines)).toEqual([0, 1]);
    expect(messages.join()).not.toContain(secret);
  });
});

describe("wrong options are refused", () => {
  test.each([
    [{ brokers: "kafka.example.org" }, "are such as kafka.example.org:9092"],
    [{ brokers: "kafka://ada:s3cret@kafka:9092" }, "are such as kafka.example.org:9092"],
    [{ topic: "events and more" }, "is no name that a broker takes"],
    [{ topic: "events.{name}" }, "knows {schema} and {version}, not {name}"],
    [{ compression: "rar" }, "the compression of a KafkaHandler is none or gzip"],
    [{ sasl: { mechanism: "GUESS" } }, "the sasl mechanism of a KafkaHandler is PLAIN or"],
  ])("%o", (options, words) => {
    const make = () =>
      new KafkaHandler({ brokers: "127.0.0.1:9092", topic: "events", ...options } as KafkaHandlerOptions);
    expect(make).toThrow(EventLogError);
    expect(make).toThrow(words);
    expect(make).not.toThrow("s3cret");
  });

  test("a password that cannot be found stops the start, with the place", () => {
    const sasl = { mechanism: "PLAIN", username: "ada", password: { env: "DAYBOOK_TEST_NONE" } } as const;
    const handler = new KafkaHandler({ brokers: "127.0.0.1:9092", topic: "events", sasl });
    const words = "there is no password of sasl in the environment variable DAYBOOK_TEST_NONE; put it there";
    expect(() => opened(handler)).toThrow(words);
  });
});
