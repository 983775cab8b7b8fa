import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { certificateFiles } from "../../../../test/support/certificate.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { EventLogError, SysLogHandler, type SysLogHandlerOptions } from "../../src/index.js";
import { linesOf, numbersIn, sampleRecord, sampleRecords } from "../../src/testing/sample-records.js";
import { openedSysLog, openedSysLogTcp, startedServer } from "../support/opened-syslog.js";

/** A socket that takes datagrams. */
async function datagramReceiver(family: 4 | 6 = 4) {
  const socket = createSocket(family === 4 ? "udp4" : "udp6");
  const host = family === 4 ? "127.0.0.1" : "::1";
  const received: string[] = [];
  socket.on("message", (message) => void received.push(String(message)));
  socket.bind(0, host);
  await once(socket, "listening");
  onTestFinished(() => void socket.close());
  const receive = async (count: number) => {
    while (received.length < count) await once(socket, "message");
    return received.map((message) => message.slice(message.indexOf("] {") + 2));
  };
  return { address: [host, socket.address().port] as const, receive };
}

describe("over a connection", () => {
  test.each([
    ["octet-counting", "<14>1 "],
    ["lines", "<14>1 "],
  ] as const)("with %s, messages arrive whole and in order", async (framing, start) => {
    const { server, handler, messages } = await openedSysLogTcp({ framing });
    const records = sampleRecords(20);
    for (const record of records) handler.handle(record);
    await handler.flush("delivered");
    expect(server.lines).toEqual(linesOf(records));
    expect(server.messages[0]?.startsWith(start)).toBe(true);
    expect(messages).toEqual([]);
  });

  test("each batch has one of its own, which the daemon's end confirms", async () => {
    const { server, handler } = await openedSysLogTcp({ batchEvents: 5 });
    for (const record of sampleRecords(20)) handler.handle(record);
    await handler.flush("delivered");
    expect(server.connections).toBe(4);
    expect(handler.acknowledges).toBe("delivered");
  });

  test("a path is a Unix socket, with line ends", async () => {
    const path = join(temporaryFolder(), "log.socket");
    const server = await startedServer({ path });
    const { handler } = openedSysLog({ address: path, facility: 16, appname: "hub" });
    await handler.keep(sampleRecord(1), "delivered");
    expect(server.messages[0]).toMatch(/^<134>1 \S+ \S+ hub \d+ event /);
    expect(numbersIn(server.lines)).toEqual([1]);
  });

  test("with TLS, only a daemon that is vouched for gets events", async () => {
    const { ca, cert, key } = certificateFiles();
    const files = { cert: readFileSync(cert), key: readFileSync(key) };
    const server = await startedServer({ files });
    const { handler } = openedSysLog({ address: server.address, tls: { ca } });
    await handler.keep(sampleRecord(1), "delivered");
    const careful = openedSysLog({ address: server.address, tls: {} });
    careful.handler.handle(sampleRecord(2));
    await expect(careful.handler.flush("delivered")).rejects.toThrow("its certificate is signed by");
    expect(numbersIn(server.lines)).toEqual([1]);
  });
});

describe("over UDP", () => {
  test.each([4, 6] as const)("each event is a datagram (IPv%i)", async (family) => {
    const { address, receive } = await datagramReceiver(family);
    const { handler, messages } = openedSysLog({ address });
    const records = sampleRecords(5);
    for (const record of records) handler.handle(record);
    await handler.flush("delivered");
    expect(await receive(5)).toEqual(linesOf(records));
    expect(messages).toEqual([]);
  });

  test("nothing is confirmed, and no more is acknowledged than that it was taken", async () => {
    const { address } = await datagramReceiver();
    expect(openedSysLog({ address }).handler.acknowledges).toBe("accepted");
  });

  test("that nobody listens here is noticed; events wait", async () => {
    const gone = createSocket("udp4").bind(0, "127.0.0.1");
    await once(gone, "listening");
    const { port } = gone.address();
    gone.close();
    await once(gone, "close");
    const { handler, messages } = openedSysLog({ address: ["127.0.0.1", port] });
    handler.handle(sampleRecord(1));
    await expect(handler.flush("delivered")).rejects.toThrow("nobody listens there (ECONNREFUSED)");
    expect(messages).toHaveLength(1);
  });

  test("an event that no datagram can hold is in the dead-letter file, and all others arrive", async () => {
    const { address, receive } = await datagramReceiver();
    const { handler, deadLetters } = openedSysLog({ address, maxMessage: 1024 * 1024 });
    handler.handle(sampleRecord(0));
    handler.handle(sampleRecord(1, "x".repeat(100_000)));
    handler.handle(sampleRecord(2));
    await handler.flush("delivered");
    expect(numbersIn(await receive(2))).toEqual([0, 2]);
    expect(deadLetters()).toMatchObject([{ event: { number: 1 } }]);
    expect(deadLetters()[0]?.reason).toMatch(/^a message of 100\d+ bytes, more than a datagram can have$/);
  });
});

test("an event that is longer than the daemon takes is not cut, but put aside", async () => {
  const { server, handler, deadLetters } = await openedSysLogTcp();
  handler.handle(sampleRecord(0, "x".repeat(8192)));
  handler.handle(sampleRecord(1, "x".repeat(7000)));
  await handler.flush("delivered");
  expect(numbersIn(server.lines)).toEqual([1]);
  expect(deadLetters()[0]?.reason).toMatch(/^a message of 8\d\d\d bytes, more than maxMessage \(8192\)$/);
});

describe("options", () => {
  const tcp = { socktype: "tcp" } as const;

  test.each<[SysLogHandlerOptions, string]>([
    [{}, "SysLogHandler localhost:514"],
    [{ address: ["::1", 601], ...tcp }, "SysLogHandler [::1]:601"],
    [{ address: "/run/log.socket", socktype: "ext://socket.SOCK_STREAM" }, "SysLogHandler /run/log.socket"],
    [{ socktype: "ext://socket.SOCK_DGRAM", facility: "local0" }, "SysLogHandler localhost:514"],
  ])("%j are called %s", (options, name) => {
    expect(new SysLogHandler(options).name).toBe(name);
  });

  test.each<[object, string]>([
    [{ address: "localhost:514" }, "the address of a SysLogHandler is [host, port], or the path of a socket"],
    [{ address: ["localhost"] }, "the address of a SysLogHandler is"],
    [{ address: ["localhost", 0] }, "the address of a SysLogHandler is"],
    [{ address: ["", 514] }, "the address of a SysLogHandler is"],
    [{ address: ["localhost", "514"] }, "the address of a SysLogHandler is"],
    [{ facility: "local8" }, "the facility of a SysLogHandler is kern or user"],
    [{ facility: 24 }, "the facility of a SysLogHandler is 0 or 1"],
    [{ severity: "information" }, "the severity of a SysLogHandler is emerg or alert"],
    [{ socktype: "tls" }, "the socktype of a SysLogHandler is udp or"],
    [{ socktype: "udp", tls: {} }, "the socktype of a SysLogHandler is tcp with tls"],
    [
      { socktype: "udp", address: "/dev/log" },
      "the socktype of a SysLogHandler is tcp with the path of a socket",
    ],
    [{ tls: {}, address: "/dev/log" }, "the tls of a SysLogHandler is for an address with a host and a port"],
    [{ tls: { key: "k.pem" } }, "the tls of a SysLogHandler needs cert and key together"],
    [{ framing: "lines" }, "the framing of a SysLogHandler is for connections"],
    [{ framing: "nul", ...tcp }, "the framing of a SysLogHandler is octet-counting or lines"],
    [{ appname: "two words" }, "the appname of a SysLogHandler is 1 to 48 printable"],
    [{ structuredData: 'a"@1' }, "the structuredData of a SysLogHandler is a name such as daybook@32473"],
    [{ structuredData: "meta" }, "the structuredData of a SysLogHandler is"],
    [{ structuredData: "a]@1" }, "the structuredData of a SysLogHandler is"],
    [{ structuredData: "a=@1" }, "the structuredData of a SysLogHandler is"],
    [{ maxMessage: 100 }, "the maxMessage of a SysLogHandler is a whole number of at least 480"],
  ])("%j are refused", (options, message) => {
    const make = () => new SysLogHandler(options);
    expect(make).toThrow(message);
    expect(make).toThrow(EventLogError);
  });
});
