import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { NatsHandler, type NatsHandlerOptions } from "@daybook/handlers";
import { expect, onTestFinished, test } from "vitest";
import { opened } from "../../../packages/eventlog/test/support/opened.js";
import {
  numbersIn,
  sampleRecord,
  sampleRecords,
} from "../../../packages/eventlog/src/testing/sample-records.js";
import { DaybookServer } from "../../support/daybook.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { NatsProcess } from "../../support/nats-process.js";

const numbers = (count: number) => [...Array(count).keys()];

function natsHandler(options: NatsHandlerOptions) {
  const handler = new NatsHandler({ spool: temporaryFolder(), retryDelay: 5, maxRetryDelay: 50, ...options });
  const messages = opened(handler);
  onTestFinished(() => handler.close().catch(() => {}));
  return { handler, messages };
}

const numbersOf = async (server: NatsProcess) => numbersIn((await server.read()).map(({ line }) => line));

test("a server that is killed again and again in the middle loses nothing and gets nothing twice", async () => {
  const server = await NatsProcess.start();
  const { handler } = natsHandler({ servers: server.address, batchEvents: 500 });
  let next = 0;
  for (let time = 0; time < 5; time++) {
    for (const record of sampleRecords(2000, next)) handler.handle(record);
    next += 2000;
    // Somewhere in the batches: the first of them has arrived, the last has not.
    const { confirmed } = handler.statistics;
    while (handler.statistics.confirmed === confirmed) await new Promise(setImmediate);
    await server.kill();
    await server.start();
  }
  await handler.keep(sampleRecord(next), "delivered");
  expect(handler.statistics.retried).toBeGreaterThan(0);
  expect(await numbersOf(server)).toEqual(numbers(next + 1));
});

test("a server that stops answering for longer than the timeout gets nothing twice, and the order is kept", async () => {
  const server = await NatsProcess.start();
  const { handler, messages } = natsHandler({ servers: server.address, batchEvents: 500, timeout: 200 });
  await handler.keep(sampleRecord(0), "delivered");
  server.signal("SIGSTOP");
  for (const record of sampleRecords(2000, 1)) handler.handle(record);
  await expect(handler.flush("delivered")).rejects.toThrow("has not confirmed within 200 ms");
  server.signal("SIGCONT");
  await handler.keep(sampleRecord(2001), "delivered");
  expect(await numbersOf(server)).toEqual(numbers(2002));
  expect(messages.at(-1)).toBe("delivers again");
});

test("a stream that is missing is named, and events go on once it is there", async () => {
  const server = await NatsProcess.start();
  const { handler, messages } = natsHandler({ servers: server.address, subject: "logs.{schema}" });
  await handler.keep(sampleRecord(0));
  await expect(handler.flush("delivered")).rejects.toThrow(
    "no stream takes the subject logs.example_org_contract",
  );
  await server.administer(({ streams }) => streams.update("EVENTS", { subjects: ["logs.>"] }));
  await handler.keep(sampleRecord(1), "delivered");
  expect(messages.at(-1)).toBe("delivers again");
  expect(await numbersOf(server)).toEqual([0, 1]);
});

test("what the stream or the server finds too large goes to the dead-letter file alone", async () => {
  const server = await NatsProcess.start();
  await server.administer(({ streams }) => streams.update("EVENTS", { max_msg_size: 1000 }));
  const { handler } = natsHandler({ servers: server.address });
  const lengths = [10, 2000, 10, 9_000_000, 10];
  for (const [number, length] of lengths.entries()) handler.handle(sampleRecord(number, "x".repeat(length)));
  await handler.flush("delivered");
  expect(await numbersOf(server)).toEqual([0, 2, 4]);
  expect(handler.statistics.deadLettered).toBe(2);
});

test("a full stream is waited for", async () => {
  const server = await NatsProcess.start();
  const limits = { max_msgs: 10, discard: "new" as const };
  await server.administer(({ streams }) => streams.update("EVENTS", limits));
  const { handler } = natsHandler({ servers: server.address });
  for (const record of sampleRecords(20)) handler.handle(record);
  await expect(handler.flush("delivered")).rejects.toThrow("the stream cannot store it");
  await server.administer(({ streams }) => streams.update("EVENTS", { max_msgs: 100 }));
  await handler.keep(sampleRecord(20), "delivered");
  expect(await numbersOf(server)).toEqual(numbers(21));
});

test("a nats-server with TLS and nkeys is spoken to", async () => {
  const folder = temporaryFolder();
  const pair = ["-keyout", `${folder}/key.pem`, "-out", `${folder}/cert.pem`, "-days", "2"];
  const name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...pair, ...name], {
    stdio: "ignore",
  });
  const { nkeys } = await import("@nats-io/transport-node");
  const user = nkeys.createUser();
  const seed = new TextDecoder().decode(user.getSeed());
  process.env.DAYBOOK_TEST_NKEY = seed;
  onTestFinished(() => void delete process.env.DAYBOOK_TEST_NKEY);
  const { nkeyAuthenticator } = await import("@nats-io/transport-node");
  const server = await NatsProcess.start(
    `tls { cert_file: "${folder}/cert.pem", key_file: "${folder}/key.pem" }
     authorization { users: [{ nkey: ${user.getPublicKey()} }] }`,
    { authenticator: nkeyAuthenticator(user.getSeed()), tls: { caFile: `${folder}/cert.pem` } },
  );
  const nkey = { env: "DAYBOOK_TEST_NKEY" };
  const { handler } = natsHandler({ servers: server.address, nkey, tls: { ca: `${folder}/cert.pem` } });
  await handler.keep(sampleRecord(0), "delivered");
  expect(await numbersOf(server)).toEqual([0]);

  const stranger = natsHandler({ servers: server.address, nkey });
  await stranger.handler.keep(sampleRecord(1));
  await expect(stranger.handler.flush("delivered")).rejects.toThrow("its certificate is signed by itself");
});

test("the configuration of the page works", async () => {
  const page = readFileSync(new URL("../../../docs/handlers/nats.md", import.meta.url), "utf8");
  const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const server = await NatsProcess.start('authorization { user: daybook, password: "s3cret-19fe" }', {
    user: "daybook",
    pass: "s3cret-19fe",
  });
  const configuration = yaml.replace("127.0.0.1:4222", server.address);
  expect(configuration).not.toBe(yaml);
  const cwd = temporaryFolder({ "daybook.yaml": configuration });
  const environment = { NATS_PASSWORD: "s3cret-19fe" };
  const daybook = await DaybookServer.start(["--config", "daybook.yaml"], { cwd, environment });
  const body = { schema: "hub.jupyter.org/server-action", version: 1 };
  const event = { action: "start", username: "ada", servername: "" };
  const answer = await daybook.fetch("api/eventlog", {
    method: "POST",
    body: JSON.stringify({ ...body, event }),
  });
  expect(answer.status).toBe(204);
  expect(await daybook.stop()).toBe(0);
  const [message] = await server.read();
  expect(message?.subject).toBe("events.hub_jupyter_org_server-action");
  expect(JSON.parse(message?.line ?? "")).toMatchObject(event);
});
