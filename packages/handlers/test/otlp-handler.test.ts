import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { sampleRecord, sampleRecords, secret } from "../../eventlog/src/testing/sample-records.js";
import { OtlpHandler, type OtlpHandlerOptions } from "../src/index.js";
import { FakeReceiver, plainValue } from "./support/fake-receiver.js";
import { opened } from "./support/opened.js";

async function handlerOn(given: OtlpHandlerOptions = {}) {
  const receiver = await FakeReceiver.start();
  onTestFinished(() => receiver.close());
  const spool = temporaryFolder();
  const options = { url: receiver.url, spool, retryDelay: 1, maxRetryDelay: 5 };
  const handler = new OtlpHandler({ encoding: "json", ...options, ...given });
  const letters = () => readFileSync(join(spool, "dead-letter.log"), "utf8").trim().split("\n");
  return { receiver, letters, ...opened(handler) };
}

describe("an event", () => {
  test("is a log record named by its schema, with attributes and without a body", async () => {
    const { receiver, handler } = await handlerOn();
    const record = sampleRecord(7, "hello");
    await handler.keep(record, "delivered");
    const [got] = receiver.records;
    expect(got).toEqual({
      timeUnixNano: "1795415982447000000",
      observedTimeUnixNano: expect.stringMatching(/^\d{13}000000$/),
      severityNumber: 9,
      severityText: "INFO",
      attributes: [
        { key: "number", value: { intValue: "7" } },
        { key: "text", value: { stringValue: "hello" } },
        { key: "log.record.uid", value: { stringValue: record.id } },
        { key: "daybook.schema.version", value: { stringValue: "1" } },
        { key: "daybook.sequence", value: { intValue: String(record.sequence) } },
      ],
      eventName: "example.org/contract",
    });
  });

  test("comes from a service and a process", async () => {
    const { receiver, handler } = await handlerOn({ resource: { "deployment.environment.name": "lab" } });
    const record = sampleRecord(1);
    await handler.keep(record, "delivered");
    const [attributes = []] = receiver.resources;
    expect(Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value)]))).toEqual({
      "service.name": "daybook",
      "service.instance.id": record.id.slice(-10),
      "deployment.environment.name": "lab",
    });
  });

  test("is packed, unless that is not wanted", async () => {
    const packed = await handlerOn();
    await packed.handler.keep(sampleRecord(1), "delivered");
    expect(packed.receiver.requests[0]?.headers["content-encoding"]).toBe("gzip");
    const plain = await handlerOn({ compression: "none" });
    await plain.handler.keep(sampleRecord(1), "delivered");
    expect(plain.receiver.requests[0]?.headers).not.toHaveProperty("content-encoding");
  });

  test("is written as protobuf by default", async () => {
    const { receiver, handler } = await handlerOn({ encoding: "protobuf" });
    await handler.keep(sampleRecord(1), "delivered");
    expect(receiver.requests[0]?.headers["content-type"]).toBe("application/x-protobuf");
    expect(receiver.requests[0]?.body.includes("example.org/contract")).toBe(true);
  });
});

describe("an answer", () => {
  test.each([
    [429, "the receiver asks for fewer events (status 429)"],
    [502, "the receiver cannot take events now (status 502)"],
    [503, "the receiver cannot take events now (status 503)"],
    [504, "the receiver cannot take events now (status 504)"],
    [500, "the receiver cannot take events now (status 500)"],
    [401, "the receiver refuses the login; look after headers (status 401)"],
    [403, "the receiver refuses the login; look after headers (status 403)"],
    [404, "the receiver has no such path; look after url, which ends in /v1/logs mostly (status 404)"],
    [301, "the receiver is somewhere else; correct url (status 301)"],
  ])("of %i lets events wait", async (status, words) => {
    const { receiver, handler, messages } = await handlerOn();
    let failures = 3;
    receiver.answer = () => ({ status: failures-- > 0 ? status : 200 });
    await Promise.all(sampleRecords(10).map((record) => handler.keep(record, "delivered")));
    expect(receiver.numbers).toEqual([...Array(10).keys()]);
    expect(messages).toEqual([`cannot deliver: ${words}; events wait in the spool`, "delivers again"]);
  });

  test.each([
    "3600",
    new Date(Date.now() + 3_600_000).toUTCString(),
  ])("with Retry-After: %s is asked again only then", async (time) => {
    const { receiver, handler, says } = await handlerOn();
    receiver.answer = () => ({ status: 503, headers: { "retry-after": time } });
    handler.handle(sampleRecord(1));
    await says("status 503");
    // A flush hurries the next attempt, except where the receiver has asked for time.
    await expect(handler.flush("delivered")).rejects.toThrow("status 503");
    expect(receiver.requests).toHaveLength(1);
  });

  test.each([400, 413, 422])("of %i is for the event to blame alone", async (status) => {
    const { receiver, handler, letters, messages } = await handlerOn();
    receiver.answer = (records) =>
      JSON.stringify(records).includes('"intValue":"13"}},{"key":"text"')
        ? { status, body: `no ${secret}` }
        : { status: 200 };
    for (const record of sampleRecords(50)) handler.handle(record);
    await handler.flush("delivered");
    expect(receiver.numbers).toEqual([...Array(50).keys()].filter((number) => number !== 13));
    expect(letters().map((letter) => JSON.parse(letter))).toMatchObject([
      { reason: `${status}: no ${secret}`, event: { number: 13 } },
    ]);
    expect(messages.join()).not.toContain(secret);
  });

  test.each([
    ["json" as const, JSON.stringify({ partialSuccess: { rejectedLogRecords: "2", errorMessage: "old" } })],
    ["protobuf" as const, Uint8Array.from([0x0a, 7, 0x08, 2, 0x12, 3, ...Buffer.from("old")])],
  ])("in %s that names refused records ends it: they are not sent again", async (encoding, body) => {
    const { receiver, handler, letters } = await handlerOn({ encoding, linger: 50 });
    receiver.answer = () => ({ status: 200, body });
    for (const record of sampleRecords(3)) handler.handle(record);
    await handler.flush("delivered");
    expect(receiver.requests).toHaveLength(1);
    expect(letters().map((letter) => JSON.parse(letter).reason)).toEqual(
      Array(3).fill("2 of these 3 were refused, the receiver does not say which: old"),
    );
  });

  test("with a warning only is a yes", async () => {
    const { receiver, handler } = await handlerOn();
    receiver.answer = () => ({ status: 200, body: '{"partialSuccess":{"errorMessage":"soon full"}}' });
    await handler.keep(sampleRecord(1), "delivered");
    expect(handler.statistics.deadLettered).toBe(0);
  });

  test.each(["json" as const, "protobuf" as const])("in %s of something else is no yes", async (encoding) => {
    const { receiver, handler, says } = await handlerOn({ encoding });
    receiver.answer = () => ({ status: 200, body: "<html>hello</html>" });
    handler.handle(sampleRecord(1));
    await says("what answers is no OTLP receiver; look after url");
  });

  test("that is lost or late means to send again; the id tells", async () => {
    const { receiver, handler, messages } = await handlerOn({ timeout: 100 });
    const answers = ["cut", "silence"] as const;
    let asked = 0;
    receiver.answer = () => answers[asked++] ?? { status: 200 };
    const record = sampleRecord(1);
    await handler.keep(record, "delivered");
    const ids = receiver.records.map(({ attributes }) =>
      attributes.find(({ key }) => key === "log.record.uid"),
    );
    expect(ids.map((id) => id?.value.stringValue)).toEqual([record.id, record.id]);
    expect(messages.join()).toContain("the connection was cut (ECONNRESET)");
    expect(messages.join()).toContain("the destination has not confirmed within 100 ms");
  });
});

describe("options", () => {
  afterEach(() => {
    delete process.env.OTLP_TOKEN;
  });

  test("headers are sent, with secrets that are looked for at the start and each time", async () => {
    expect(() => opened(new OtlpHandler({ headers: { Authorization: { env: "OTLP_TOKEN" } } }))).toThrow(
      "there is no header Authorization in the environment variable OTLP_TOKEN; put it there",
    );
    process.env.OTLP_TOKEN = "Bearer 1";
    const headers = { Authorization: { env: "OTLP_TOKEN" }, "X-Scope-OrgID": "lab" };
    const { receiver, handler } = await handlerOn({ headers });
    await handler.keep(sampleRecord(1), "delivered");
    process.env.OTLP_TOKEN = "Bearer 2";
    await handler.keep(sampleRecord(2), "delivered");
    expect(receiver.requests.map((request) => request.headers.authorization)).toEqual([
      "Bearer 1",
      "Bearer 2",
    ]);
    expect(receiver.requests[0]?.headers["x-scope-orgid"]).toBe("lab");
  });

  test.each([
    "hush",
    "ftp://hush/",
    "http://ada:hush@h/v1/logs",
  ])("the url %s is refused, and not quoted", (url) => {
    const problem = () => new OtlpHandler({ url });
    expect(problem).toThrow("a login belongs into headers");
    expect(problem).not.toThrow("hush");
  });

  test("the name has the address only", () => {
    expect(new OtlpHandler().name).toBe("OtlpHandler localhost:4318/v1/logs");
    expect(new OtlpHandler({ url: "https://h/v1/logs?key=hush" }).name).toBe("OtlpHandler h/v1/logs");
  });
});
