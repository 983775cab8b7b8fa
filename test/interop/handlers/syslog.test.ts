import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse, stringify } from "yaml";
import { SysLogHandler, type SysLogHandlerOptions } from "../../../packages/eventlog/src/index.js";
import { sampleRecord, sampleRecords } from "../../../packages/eventlog/src/testing/sample-records.js";
import { opened } from "../../../packages/eventlog/test/support/opened.js";
import { DaybookServer } from "../../support/daybook.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { Rsyslog } from "../support/rsyslog.js";

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

const ways: Record<string, (daemon: Rsyslog) => SysLogHandlerOptions> = {
  UDP: (daemon) => ({ address: daemon.address("udp") }),
  TCP: (daemon) => ({ address: daemon.address("tcp"), socktype: "tcp" }),
  "TCP with line ends": (daemon) => ({ address: daemon.address("tcp"), socktype: "tcp", framing: "lines" }),
  TLS: (daemon) => ({ address: daemon.address("tls"), tls: { ca: daemon.ca } }),
  "a Unix socket": (daemon) => ({ address: daemon.socket }),
};

async function started(way: keyof typeof ways, options: SysLogHandlerOptions = {}) {
  const daemon = await Rsyslog.start();
  onTestFinished(() => daemon.end());
  const quick = { retryDelay: 20, maxRetryDelay: 20 };
  const handler = new SysLogHandler({ facility: "local3", ...quick, ...ways[way]?.(daemon), ...options });
  const messages = opened(handler);
  onTestFinished(() => handler.close());
  return { daemon, handler, messages };
}

describe.each(Object.keys(ways))("rsyslog, by %s", (way) => {
  test("gets events whole, with facility, severity and id", async () => {
    const { daemon, handler, messages } = await started(way);
    const text = '🎈 Ünïcödé "quoted" ] and\na second line\u2028';
    const records = [sampleRecord(0, text), ...sampleRecords(50, 1)];
    for (const record of records) handler.handle(record);
    await handler.flush("delivered");
    const received = await daemon.messages(51);
    expect(received.map(({ event }) => event)).toEqual(records.map(({ event }) => event));
    const [{ id, sequence } = { id: "", sequence: 0 }] = records;
    expect(received[0]).toMatchObject({
      facility: "local3",
      severity: "info",
      appname: "daybook",
      structuredData: `[daybook@32473 id="${id}" sequence="${sequence}"]`,
    });
    expect(messages).toEqual([]);
  });
});

describe.each(["TCP", "TLS", "a Unix socket"])("rsyslog, by %s,", (way) => {
  test("that is killed and comes back gets all that was sent meanwhile", async () => {
    const { daemon, handler } = await started(way, { batchEvents: 10 });
    await handler.keep(sampleRecord(0), "delivered");
    await daemon.messages(1);
    await daemon.end("SIGKILL");
    const kept = sampleRecords(100, 1).map((record) => handler.keep(record, "delivered"));
    await expect(handler.flush("delivered")).rejects.toThrow("cannot deliver");
    await daemon.start();
    await Promise.all(kept);
    // The last one before the end comes again, as it might have been lost with the daemon; others may, with their batch.
    const received = (await daemon.messages(102)).map(({ event }) => event.number);
    expect(received.slice(0, 2)).toEqual([0, 0]);
    expect([...new Set(received)]).toEqual(numbers(101));
  });
});

test.runIf(process.platform === "linux")("a socket for datagrams only is an error at the start", async () => {
  const daemon = await Rsyslog.start();
  onTestFinished(() => daemon.end());
  const handler = new SysLogHandler({ address: daemon.datagramSocket });
  expect(() => opened(handler)).toThrow(`${daemon.datagramSocket} takes datagrams only`);
});

test("a socket for datagrams only that comes later is told of, and events wait", async () => {
  const daemon = await Rsyslog.start();
  onTestFinished(() => daemon.end());
  await daemon.end();
  const handler = new SysLogHandler({ address: daemon.datagramSocket, closeTimeout: 0 });
  opened(handler);
  onTestFinished(() => handler.close());
  await daemon.start();
  handler.handle(sampleRecord(0));
  await expect(handler.flush("delivered")).rejects.toThrow("takes datagrams only");
});

test.each([
  "SysLogHandler",
  "logging.handlers.SysLogHandler",
])("the configuration of the page works, with %s", async (name) => {
  const daemon = await Rsyslog.start();
  onTestFinished(() => daemon.end());
  const page = readFileSync(new URL("../../../docs/handlers/syslog.md", import.meta.url), "utf8");
  const configuration = parse(/```yaml\n(.*?)```/s.exec(page)?.[1] ?? "");
  Object.assign(configuration.EventLog.handlers[0], {
    class: name,
    address: daemon.address("tcp"),
    spool: "spool",
  });
  const folder = temporaryFolder({ "page.yaml": stringify(configuration) });
  const server = await DaybookServer.start(["--config", join(folder, "page.yaml")], { cwd: folder });
  const event = { action: "start", username: "ada", servername: "" };
  const body = JSON.stringify({ schema: "hub.jupyter.org/server-action", version: 1, event });
  expect((await server.fetch("api/eventlog", { method: "POST", body })).status).toBe(204);
  expect(await server.stop()).toBe(0);
  expect(await daemon.messages(1)).toMatchObject([{ facility: "local3", event }]);
});
