import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeCertificate } from "../../../test/support/certificate.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { sampleRecord } from "../../eventlog/src/testing/sample-records.js";
import { OtlpHandler, type OtlpTls } from "../src/index.js";
import { FakeReceiver } from "./support/fake-receiver.js";
import { opened } from "./support/opened.js";

/** A handler before a receiver with https; its files are named as a configuration beside them would. */
async function handlerOn(tls: OtlpTls, { asks = false } = {}) {
  const server = makeCertificate();
  const client = makeCertificate();
  const receiver = await FakeReceiver.start(
    asks ? { ...server, ca: client.cert, requestCert: true } : server,
  );
  onTestFinished(() => receiver.close());
  const folder = temporaryFolder({
    "ca.pem": server.cert,
    "client.pem": client.cert,
    "client-key.pem": client.key,
  });
  const handler = new OtlpHandler({
    url: receiver.url,
    encoding: "json",
    spool: join(folder, "spool"),
    retryDelay: 1,
    closeTimeout: 0,
    tls,
  });
  return { receiver, ...opened(handler, folder) };
}

test("with the authority of the receiver, events are delivered over https", async () => {
  const { handler, receiver } = await handlerOn({ ca: "ca.pem" });
  expect(receiver.url).toMatch(/^https:/);
  await handler.keep(sampleRecord(1), "delivered");
  expect(receiver.numbers).toEqual([1]);
});

test("a receiver that asks for a certificate is shown ours", async () => {
  const tls = { ca: "ca.pem", cert: "client.pem", key: "client-key.pem" };
  const { handler, receiver } = await handlerOn(tls, { asks: true });
  await handler.keep(sampleRecord(1), "delivered");
  expect(receiver.numbers).toEqual([1]);
});

test("one that asks in vain gets nothing", async () => {
  const { handler, receiver } = await handlerOn({ ca: "ca.pem" }, { asks: true });
  handler.handle(sampleRecord(1));
  await expect(handler.flush("delivered")).rejects.toThrow("cannot deliver");
  expect(receiver.requests).toEqual([]);
});

test("a receiver that nobody vouches for is sent nothing", async () => {
  const { handler, receiver } = await handlerOn({});
  handler.handle(sampleRecord(1));
  await expect(handler.flush("delivered")).rejects.toThrow("its certificate is signed by itself");
  expect(receiver.requests).toEqual([]);
});

test("a file that is missing stops the start", async () => {
  await expect(handlerOn({ ca: "gone.pem" })).rejects.toThrow("tls.ca");
});
