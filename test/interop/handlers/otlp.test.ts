import { readFileSync } from "node:fs";
import { OtlpHandler, type OtlpHandlerOptions } from "@daybook/handlers";
import { describe, expect, inject, test } from "vitest";
import {
  awkwardTexts,
  sampleRecord,
  sampleRecords,
} from "../../../packages/eventlog/src/testing/sample-records.js";
import { lineOf } from "../../../packages/handlers/test/support/fake-receiver.js";
import { opened } from "../../../packages/handlers/test/support/opened.js";
import { DaybookServer } from "../../support/daybook.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { flushed } from "../support/flushed.js";
import { OtlpReceiver, type ReceivedRecord } from "../support/otlp-receiver.js";

async function handlerOn(given: OtlpHandlerOptions = {}) {
  const receiver = await OtlpReceiver.start(inject("python"));
  const options = { url: receiver.url, spool: temporaryFolder(), retryDelay: 5, maxRetryDelay: 20 };
  return { receiver, ...opened(new OtlpHandler({ ...options, ...given })) };
}

const numbersOf = (received: readonly ReceivedRecord[]) =>
  received.map(({ record }) => JSON.parse(lineOf(record)).number);
const idsOf = (received: readonly ReceivedRecord[]) =>
  received.map(
    ({ record }) => record.attributes.find(({ key }) => key === "log.record.uid")?.value.stringValue,
  );

describe.each(["protobuf", "json"] as const)("a log record in %s", (encoding) => {
  test("is what the published protobufs say", async () => {
    const { receiver, handler } = await handlerOn({ encoding });
    const record = sampleRecord(7, "hello");
    await handler.keep(record, "delivered");
    expect(receiver.received).toEqual([
      {
        resource: {
          attributes: [
            { key: "service.instance.id", value: { stringValue: record.id.slice(-10) } },
            { key: "service.name", value: { stringValue: "daybook" } },
          ],
        },
        scope: { name: "daybook" },
        record: {
          timeUnixNano: "1795415982447000000",
          observedTimeUnixNano: expect.stringMatching(/^\d{13}000000$/),
          severityNumber: "SEVERITY_NUMBER_INFO",
          severityText: "INFO",
          attributes: [
            { key: "number", value: { intValue: "7" } },
            { key: "text", value: { stringValue: "hello" } },
            { key: "log.record.uid", value: { stringValue: record.id } },
            { key: "daybook.schema.version", value: { stringValue: "1" } },
            { key: "daybook.sequence", value: { intValue: String(record.sequence) } },
          ],
          eventName: "example.org/contract",
        },
      },
    ]);
  });

  test("keeps every text, but for half of a surrogate pair", async () => {
    const { receiver, handler } = await handlerOn({ encoding });
    const texts = awkwardTexts.filter((text) => encoding === "protobuf" || !text.includes("\ud800"));
    for (const [number, text] of texts.entries()) handler.handle(sampleRecord(number, text));
    await handler.flush("delivered");
    const got = receiver.received.map(({ record }) => JSON.parse(lineOf(record)).text);
    expect(got).toEqual(texts.map((text) => Buffer.from(text).toString()));
  });
});

describe("nothing is lost, and what comes again can be told by its id", () => {
  const all = [...Array(3000).keys()];

  test("when the receiver is killed in the middle, and started again", async () => {
    const { receiver, handler, says } = await handlerOn({ batchEvents: 50 });
    const records = sampleRecords(all.length);
    for (const record of records.slice(0, 1500)) handler.handle(record);
    await handler.keep(records[1500]!, "delivered");
    for (const record of records.slice(1501)) handler.handle(record);
    await receiver.kill();
    await says("cannot deliver");
    await receiver.restart();
    await flushed(handler);
    expect([...new Set(numbersOf(receiver.received))]).toEqual(all);
    expect(new Set(idsOf(receiver.received)).size).toBe(all.length);
  });

  test("when it stops answering, and goes on later", async () => {
    const { receiver, handler, says } = await handlerOn({ timeout: 300 });
    await handler.keep(sampleRecord(0), "delivered");
    receiver.freeze();
    for (const record of sampleRecords(all.length - 1, 1)) handler.handle(record);
    await says("the destination has not confirmed within 300 ms");
    receiver.thaw();
    await flushed(handler);
    expect([...new Set(numbersOf(receiver.received))].sort((a, b) => a - b)).toEqual(all);
  });

  test("when the answer is lost after the records were taken", async () => {
    const { receiver, handler, messages } = await handlerOn();
    receiver.loseAnswer();
    await handler.keep(sampleRecord(1), "delivered");
    const [first, second] = idsOf(receiver.received);
    expect(second).toBe(first);
    expect(messages.at(-1)).toBe("delivers again");
  });
});

test("the configuration of the page works", async () => {
  const page = readFileSync(new URL("../../../docs/handlers/otlp.md", import.meta.url), "utf8");
  const [, shown = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const receiver = await OtlpReceiver.start(inject("python"));
  const configuration = shown.replace("http://127.0.0.1:4318/v1/logs", receiver.url);
  expect(configuration).not.toBe(shown);
  const cwd = temporaryFolder({ "daybook.yaml": configuration });
  const environment = { OTLP_TOKEN: "Bearer s3cret-19fe" };
  const daybook = await DaybookServer.start(["--config", "daybook.yaml"], { cwd, environment });
  const event = { action: "start", username: "ada", servername: "" };
  const body = JSON.stringify({ schema: "hub.jupyter.org/server-action", version: 1, event });
  expect((await daybook.fetch("api/eventlog", { method: "POST", body })).status).toBe(204);
  expect(await daybook.stop()).toBe(0);
  expect(receiver.received.map(({ record }) => JSON.parse(lineOf(record)))).toMatchObject([event]);
});
