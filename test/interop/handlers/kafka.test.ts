import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KafkaHandler, type KafkaHandlerOptions } from "@daybook/handlers";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  numbersIn,
  sampleRecord,
  sampleRecords,
} from "../../../packages/eventlog/src/testing/sample-records.js";
import { testContract } from "../../../packages/eventlog/test/support/contract.js";
import { opened } from "../../../packages/eventlog/test/support/opened.js";
import { DaybookServer } from "../../support/daybook.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { KafkaBroker } from "../../support/kafka-broker.js";

const numbers = (count: number) => [...Array(count).keys()];
const folder = mkdtempSync(join(tmpdir(), "daybook-kafka-"));
let broker: KafkaBroker;
let topics = 0;

beforeAll(async () => {
  broker = await KafkaBroker.start(folder);
});
afterAll(async () => {
  await broker.kill();
  rmSync(folder, { recursive: true });
});

async function freshTopic(partitions = 1, settings: Record<string, string> = {}): Promise<string> {
  const topic = `topic-${topics++}`;
  await broker.createTopic(topic, partitions, settings);
  return topic;
}

function kafkaHandler(options: Omit<KafkaHandlerOptions, "brokers">) {
  const tempo = { retryDelay: 5, maxRetryDelay: 50 };
  const handler = new KafkaHandler({
    brokers: broker.address,
    spool: temporaryFolder(),
    ...tempo,
    ...options,
  });
  const messages = opened(handler);
  onTestFinished(() => handler.close().catch(() => {}));
  return { handler, messages };
}

const numbersOf = async (topic: string) => numbersIn((await broker.read(topic)).map(({ line }) => line));

test("records have a key, their id, their schema and its version", async () => {
  const topic = await freshTopic();
  const { handler } = kafkaHandler({ topic });
  const record = sampleRecord(0);
  await handler.keep(record, "delivered");
  const headers = { id: record.id, schema: "example.org/contract", version: "1" };
  expect(await broker.read(topic)).toEqual([
    { partition: 0, key: "example.org/contract", headers, line: record.line },
  ]);
});

test("a broker that is killed in the middle loses nothing and gets nothing twice, in each partition in order", async () => {
  const topic = await freshTopic(3);
  const { handler } = kafkaHandler({ topic, key: "number", batchEvents: 500 });
  let next = 0;
  for (let time = 0; time < 3; time++) {
    for (const record of sampleRecords(3000, next)) handler.handle(record);
    next += 3000;
    const { confirmed } = handler.statistics;
    while (handler.statistics.confirmed === confirmed) await new Promise(setImmediate);
    await broker.kill();
    await broker.start();
  }
  await handler.keep(sampleRecord(next), "delivered");
  expect(handler.statistics.retried).toBeGreaterThan(0);
  const records = await broker.read(topic);
  for (const partition of [0, 1, 2]) {
    const lines = records.filter((record) => record.partition === partition).map(({ line }) => line);
    const arrived = numbersIn(lines);
    expect(arrived).toEqual(arrived.toSorted((left, right) => left - right));
  }
  expect(numbersIn(records.map(({ line }) => line)).sort((left, right) => left - right)).toEqual(
    numbers(next + 1),
  );
});

test("a broker that stops answering for longer than the timeout gets nothing twice, and the order is kept", async () => {
  const topic = await freshTopic();
  const { handler, messages } = kafkaHandler({ topic, batchEvents: 500, timeout: 300 });
  await handler.keep(sampleRecord(0), "delivered");
  broker.signal("SIGSTOP");
  for (const record of sampleRecords(2000, 1)) handler.handle(record);
  await expect(handler.flush("delivered")).rejects.toThrow("cannot deliver");
  broker.signal("SIGCONT");
  await handler.keep(sampleRecord(2001), "delivered");
  expect(await numbersOf(topic)).toEqual(numbers(2002));
  expect(messages.at(-1)).toBe("delivers again");
});

test("what a topic finds too large goes to the dead-letter file alone, and costs no duplicates", async () => {
  const topic = await freshTopic(2, { "max.message.bytes": "20000" });
  const { handler } = kafkaHandler({ topic, key: "number" });
  for (const number of numbers(100))
    handler.handle(sampleRecord(number, "x".repeat(number === 42 ? 30_000 : 900)));
  await handler.flush("delivered");
  const arrived = (await numbersOf(topic)).sort((left, right) => left - right);
  expect(arrived).toEqual(numbers(100).filter((number) => number !== 42));
  expect(handler.statistics.deadLettered).toBe(1);
});

test("a topic that is missing is told, and events go on once it is there", async () => {
  const topic = "later.example_org_contract";
  const { handler, messages } = kafkaHandler({ topic: "later.{schema}" });
  await handler.keep(sampleRecord(0));
  await expect(handler.flush("delivered")).rejects.toThrow("there is no such topic; create it");
  await broker.createTopic(topic);
  await handler.keep(sampleRecord(1), "delivered");
  expect(await numbersOf(topic)).toEqual([0, 1]);
  expect(messages.at(-1)).toBe("delivers again");
});

test.each([
  "gzip",
  "snappy",
  "lz4",
] as const)("records compressed with %s are read back", async (compression) => {
  const topic = await freshTopic();
  const { handler } = kafkaHandler({ topic, compression });
  for (const record of sampleRecords(100)) handler.handle(record);
  await handler.flush("delivered");
  expect(await numbersOf(topic)).toEqual(numbers(100));
});

describe("with a broker that has TLS and SASL", () => {
  test("the configuration of the page works, and a wrong password is told without it", async () => {
    const cwd = temporaryFolder();
    const [key, ca] = [`${cwd}/key.pem`, `${cwd}/kafka-ca.pem`];
    const name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
    const pair = ["-keyout", key, "-out", ca, "-days", "2"];
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...pair, ...name], {
      stdio: "ignore",
    });
    writeFileSync(`${cwd}/store.pem`, readFileSync(key, "utf8") + readFileSync(ca, "utf8"));
    const jaas = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    const user = 'username="daybook" password="s3cret-19fe" user_daybook="s3cret-19fe"';
    const secured = await KafkaBroker.start(temporaryFolder(), {
      protocol: "SASL_SSL",
      configuration: `sasl.enabled.mechanisms=PLAIN
sasl.mechanism.inter.broker.protocol=PLAIN
listener.name.sasl_ssl.plain.sasl.jaas.config=${jaas} ${user};
ssl.keystore.type=PEM
ssl.keystore.location=${cwd}/store.pem
ssl.truststore.type=PEM
ssl.truststore.location=${ca}`,
      access: {
        sasl: { mechanism: "PLAIN", username: "daybook", password: "s3cret-19fe" },
        tls: { ca: readFileSync(ca, "utf8") },
      },
    });
    onTestFinished(() => secured.kill());
    await secured.createTopic("events");

    const page = readFileSync(new URL("../../../docs/handlers/kafka.md", import.meta.url), "utf8");
    const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    const configuration = yaml.replace("kafka.example.org:9092", secured.address);
    expect(configuration).not.toBe(yaml);
    writeFileSync(`${cwd}/daybook.yaml`, configuration);
    const environment = { KAFKA_PASSWORD: "s3cret-19fe" };
    const daybook = await DaybookServer.start(["--config", "daybook.yaml"], { cwd, environment });
    const event = { action: "start", username: "ada", servername: "" };
    const body = JSON.stringify({ schema: "hub.jupyter.org/server-action", version: 1, event });
    expect((await daybook.fetch("api/eventlog", { method: "POST", body })).status).toBe(204);
    expect(await daybook.stop()).toBe(0);
    const [record] = await secured.read("events");
    expect(record?.key).toBe("ada");
    expect(JSON.parse(record?.line ?? "")).toMatchObject(event);

    process.env.DAYBOOK_TEST_PASSWORD = "wr0ng-51ab";
    onTestFinished(() => void delete process.env.DAYBOOK_TEST_PASSWORD);
    const sasl = {
      mechanism: "PLAIN",
      username: "daybook",
      password: { env: "DAYBOOK_TEST_PASSWORD" },
    } as const;
    const tempo = { retryDelay: 5, maxRetryDelay: 50, spool: temporaryFolder() };
    const stranger = new KafkaHandler({
      brokers: secured.address,
      topic: "events",
      sasl,
      tls: { ca },
      ...tempo,
    });
    const messages = opened(stranger);
    await stranger.keep(sampleRecord(0));
    await expect(stranger.flush("delivered")).rejects.toThrow(
      "the broker refuses the login; look after sasl",
    );
    expect(messages.join()).not.toContain("wr0ng");
    await stranger.close();
  });
});

testContract("KafkaHandler with a broker", {
  level: "delivered",
  async create() {
    const topic = await freshTopic();
    const spool = temporaryFolder();
    const tempo = { retryDelay: 5, maxRetryDelay: 50 };
    const make = () => new KafkaHandler({ brokers: broker.address, topic, spool, ...tempo });
    return {
      handler: make(),
      reopen: make,
      read: async () => (await broker.read(topic)).map(({ line }) => line),
      break: () => broker.kill(),
      mend: () => broker.start(),
      dispose: () => broker.start(),
    };
  },
});
