import { join } from "node:path";
import { EventLogError } from "@daybook/eventlog";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder, writeFiles } from "../../../test/support/temporary-folder.js";
import { numbersIn, sampleRecord, sampleRecords, secret } from "../../eventlog/src/testing/sample-records.js";
import { opened } from "../../eventlog/test/support/opened.js";
import { NatsHandler, type NatsHandlerOptions } from "../src/nats-handler.js";
import { deadLetters } from "./support/dead-letters.js";
import { FakeNatsServer, type Published } from "./support/fake-nats-server.js";

const numbers = (count: number) => [...Array(count).keys()];
const numberOf = ({ line }: Published) => JSON.parse(line).number as number;

/** An opened handler, and what it reports. */
function natsHandler(options: NatsHandlerOptions, folder = temporaryFolder()) {
  const handler = new NatsHandler({ spool: "spool", retryDelay: 1, maxRetryDelay: 5, ...options });
  const messages = opened(handler, folder);
  onTestFinished(() => handler.close().catch(() => {}));
  const letters = () => deadLetters(join(folder, "spool"));
  return { handler, messages, folder, letters };
}

const recovered = (reason: string) => [
  `cannot deliver: ${reason}; events wait in the spool`,
  "delivers again",
];

describe("events", () => {
  test("are published in their order, with their id, to the subject of their schema", async () => {
    const server = await FakeNatsServer.start();
    const { handler } = natsHandler({ servers: server.url, batchEvents: 100 });
    const records = sampleRecords(1000);
    for (const record of records) handler.handle(record);
    await handler.flush("delivered");
    expect(numbersIn(server.lines)).toEqual(numbers(1000));
    expect(server.stored.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
    expect(server.stored[0]?.subject).toBe("events.example_org_contract");
    expect(server.logins.length).toBe(1);
  });

  test("go where the subject says", async () => {
    const server = await FakeNatsServer.start();
    const { handler } = natsHandler({ servers: server.url, subject: "logs.{schema}.v{version}" });
    await handler.keep(sampleRecord(0), "delivered");
    expect(server.stored[0]?.subject).toBe("logs.example_org_contract.v1");
  });

  test("wait for a server that is away at the start", async () => {
    const server = await FakeNatsServer.start();
    await server.stop();
    const { handler, messages } = natsHandler({ servers: server.url });
    for (const record of sampleRecords(10)) handler.handle(record);
    await expect(handler.flush("delivered")).rejects.toThrow("nobody listens there (ECONNREFUSED)");
    await server.listen();
    await handler.keep(sampleRecord(10), "delivered");
    expect(numbersIn(server.lines)).toEqual(numbers(11));
    expect(messages).toEqual(recovered("nobody listens there (ECONNREFUSED)"));
  });

  test("arrive once and in order when the connection is cut in the middle of a batch", async () => {
    const server = await FakeNatsServer.start();
    const cuts = new Set([137, 138, 700]);
    server.fate = (message) => (cuts.delete(numberOf(message)) ? "cut" : "stored");
    const { handler } = natsHandler({ servers: server.url });
    for (const record of sampleRecords(1000)) handler.handle(record);
    await handler.keep(sampleRecord(1000), "delivered");
    expect(numbersIn(server.lines)).toEqual(numbers(1001));
    expect(handler.statistics.retried).toBe(3);
  });

  test("arrive once when their acknowledgements are lost", async () => {
    const server = await FakeNatsServer.start();
    server.fate = (message) => (numberOf(message) === 9 ? "cut" : "unanswered");
    const { handler, messages } = natsHandler({ servers: server.url });
    for (const record of sampleRecords(10)) handler.handle(record);
    await expect(handler.flush("delivered")).rejects.toThrow("the connection to the server was lost");
    server.fate = () => "stored";
    await handler.keep(sampleRecord(10), "delivered");
    expect(numbersIn(server.lines)).toEqual(numbers(11));
    expect(messages).toEqual(recovered("the connection to the server was lost"));
  });

  test("that are not acknowledged in time are published again, by another connection", async () => {
    const server = await FakeNatsServer.start();
    server.fate = () => "unanswered";
    const { handler, messages } = natsHandler({ servers: server.url, timeout: 50 });
    await handler.keep(sampleRecord(0));
    await expect(handler.flush("delivered")).rejects.toThrow("has not confirmed within 50 ms");
    server.fate = () => "stored";
    await handler.keep(sampleRecord(1), "delivered");
    expect(numbersIn(server.lines)).toEqual([0, 1]);
    expect(server.logins.length).toBeGreaterThan(1);
    expect(messages).toEqual(recovered("the destination has not confirmed within 50 ms"));
  });
});

describe("an event that is refused for good", () => {
  test("because it is larger than the server takes goes to the dead-letter file, alone", async () => {
    const server = await FakeNatsServer.start();
    server.maxPayload = 10_000;
    const { handler, letters } = natsHandler({ servers: server.url });
    for (const number of numbers(5))
      handler.handle(sampleRecord(number, "x".repeat(number === 2 ? 10_000 : 10)));
    await handler.flush("delivered");
    expect(numbersIn(server.lines)).toEqual([0, 1, 3, 4]);
    expect(letters()).toMatchObject([
      { reason: "larger than the server takes (max_payload)", event: { number: 2 } },
    ]);
  });

  test("because it is larger than the stream takes goes there, too", async () => {
    const server = await FakeNatsServer.start();
    server.fate = (message) => (numberOf(message) === 2 ? 10054 : "stored");
    const { handler, letters } = natsHandler({ servers: server.url });
    for (const record of sampleRecords(5)) handler.handle(record);
    await handler.flush("delivered");
    expect(numbersIn(server.lines)).toEqual([0, 1, 3, 4]);
    expect(letters()).toMatchObject([{ reason: "larger than the stream takes (max_msg_size)" }]);
  });
});

describe("what the server says", () => {
  test.each([
    ["nobody", "no stream takes the subject events.example_org_contract; add it to one"],
    ["forbidden", "this user may not publish there; permit the subject in the server's configuration"],
    [10077, "the stream cannot store it: look whether it is full"],
    [10076, "JetStream is not enabled; start the server with it"],
    [10999, "the stream refuses it for now (JetStream error 10999)"],
  ] as const)("(%s) is told in words, and tried again", async (fate, words) => {
    const server = await FakeNatsServer.start();
    server.fate = () => fate;
    const { handler, messages } = natsHandler({ servers: server.url });
    for (const record of sampleRecords(3)) handler.handle(record);
    await expect(handler.flush("delivered")).rejects.toThrow(words);
    server.fate = () => "stored";
    await handler.keep(sampleRecord(3), "delivered");
    expect(numbersIn(server.lines)).toEqual(numbers(4));
    expect(messages.join()).not.toContain(secret);
  });
});

describe("the login", () => {
  afterEach(() => {
    delete process.env.DAYBOOK_TEST_TOKEN;
  });

  test("is by a token of the environment, which is in no message", async () => {
    const server = await FakeNatsServer.start();
    server.accepts = ({ auth_token }) => auth_token === "right-7d20";
    process.env.DAYBOOK_TEST_TOKEN = "wrong-51ab";
    const { handler, messages } = natsHandler({ servers: server.url, token: { env: "DAYBOOK_TEST_TOKEN" } });
    await handler.keep(sampleRecord(0));
    await expect(handler.flush("delivered")).rejects.toThrow("the server refuses the login");
    process.env.DAYBOOK_TEST_TOKEN = "right-7d20";
    await handler.keep(sampleRecord(1), "delivered");
    expect(messages.at(-1)).toBe("delivers again");
    expect(messages.join()).not.toMatch(/7d20|51ab/);
  });

  test("is by user and a password of a file", async () => {
    const server = await FakeNatsServer.start();
    const folder = temporaryFolder({ password: "right-7d20\n" });
    const login = { user: "daybook", password: { file: "password" } };
    const { handler } = natsHandler({ servers: server.url, ...login }, folder);
    await handler.keep(sampleRecord(0), "delivered");
    expect(server.logins).toMatchObject([{ user: "daybook", pass: "right-7d20" }]);
  });

  test("that cannot be found stops the start, with the place", () => {
    const servers = "nats://127.0.0.1:4222";
    const open = (options: object) => () =>
      opened(new NatsHandler({ servers, ...options }), temporaryFolder());
    expect(open({ token: { env: "DAYBOOK_TEST_TOKEN" } })).toThrow(
      "there is no token in the environment variable DAYBOOK_TEST_TOKEN; put it there",
    );
    expect(open({ credentials: "daybook.creds" })).toThrow(/daybook\.creds: there is no such file/);
    expect(open({ tls: { ca: "ca.pem" } })).toThrow(/the tls\.ca in .*ca\.pem: there is no such file/);
  });

  test("with what is no nkey is told without it", async () => {
    const server = await FakeNatsServer.start();
    const folder = temporaryFolder();
    writeFiles(folder, { seed: "SUNOTASEED" });
    const { handler, messages } = natsHandler({ servers: server.url, nkey: { file: "seed" } }, folder);
    await handler.keep(sampleRecord(0));
    await expect(handler.flush("delivered")).rejects.toThrow("the nkey cannot be read as one");
    expect(messages.join()).not.toContain("SUNOTASEED");
  });
});

describe("wrong options are refused", () => {
  test.each([
    [{ servers: "nats://ada:s3cret@127.0.0.1" }, "hold no users and passwords"],
    [{ servers: "http://127.0.0.1:4222" }, "are such as nats://127.0.0.1:4222"],
    [{ subject: "events.>" }, "is no name that a broker takes"],
    [{ subject: "events.{name}" }, "knows {schema} and {version}, not {name}"],
    [{ user: "ada" }, "needs user and password together"],
    [{ token: { env: "A" }, nkey: { env: "B" } }, "logs in with one of token, user, credentials and nkey"],
    [{ batchEvents: 0 }, "the batchEvents of a NatsHandler"],
  ])("%o", (options, words) => {
    const make = () => new NatsHandler({ servers: "127.0.0.1", ...options });
    expect(make).toThrow(EventLogError);
    expect(make).toThrow(words);
  });

  test("without a password in the message", () => {
    expect(() => new NatsHandler({ servers: "nats://ada:s3cret@127.0.0.1" })).not.toThrow("s3cret");
  });
});

test("messages call it by its servers", () => {
  const handler = new NatsHandler({ servers: ["nats://a:4222", "nats://b:4222"] });
  expect(handler.name).toBe("NatsHandler nats://a:4222 nats://b:4222");
});
