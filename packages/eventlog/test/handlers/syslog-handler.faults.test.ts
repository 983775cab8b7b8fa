import { expect, test } from "vitest";
import { numbersIn, sampleRecord, sampleRecords, secret } from "../../src/testing/sample-records.js";
import { openedSysLogTcp } from "../support/opened-syslog.js";

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

test("a daemon that is away at the start gets all when it comes", async () => {
  const { server, handler, messages } = await openedSysLogTcp();
  await server.goAway();
  for (const record of sampleRecords(5)) handler.handle(record);
  await expect(handler.flush("delivered")).rejects.toThrow("nobody listens there (ECONNREFUSED)");
  const kept = handler.keep(sampleRecord(5), "delivered");
  await server.comeBack();
  await kept;
  expect(numbersIn(server.lines)).toEqual(upTo(6));
  expect(messages.join()).not.toContain(secret);
});

test("a connection that is cut in the middle confirms nothing", async () => {
  const { server, handler } = await openedSysLogTcp();
  server.welcome = (socket) => {
    server.welcome = undefined;
    socket.once("data", () => socket.resetAndDestroy());
  };
  const kept = sampleRecords(30).map((record) => handler.keep(record, "delivered"));
  await Promise.all(kept);
  expect(numbersIn(server.lines)).toEqual(upTo(30));
});

test("a daemon that ends without having read all confirms nothing", async () => {
  const { server, handler, messages } = await openedSysLogTcp({ maxMessage: 64 * 1024 * 1024 });
  server.welcome = (socket) => {
    server.welcome = undefined;
    // It never reads: what the system does not hold for it cannot be written.
    socket.end();
  };
  await handler.keep(sampleRecord(1, "x".repeat(16 * 1024 * 1024)), "delivered");
  expect(numbersIn(server.lines)).toEqual([1]);
  expect(messages[0]).toContain("the daemon has closed the connection before it had all");
});

test("a daemon that does not end its side in time gets it again", async () => {
  const { server, handler, messages } = await openedSysLogTcp({ timeout: 30 });
  server.welcome = (socket) => {
    server.welcome = undefined;
    socket.resume();
  };
  await handler.keep(sampleRecord(1), "delivered");
  expect(numbersIn(server.lines)).toEqual([1]);
  expect(messages[0]).toContain("the destination has not confirmed within 30 ms");
});

test("after a failure the batch before it comes again: it may be lost with the daemon", async () => {
  const { server, handler } = await openedSysLogTcp();
  await handler.keep(sampleRecord(0), "delivered");
  await handler.keep(sampleRecord(1), "delivered");
  // What it had read and not yet stored.
  server.messages.pop();
  await server.goAway();
  handler.handle(sampleRecord(2));
  await expect(handler.flush("delivered")).rejects.toThrow("ECONNREFUSED");
  const kept = handler.keep(sampleRecord(3), "delivered");
  await server.comeBack();
  await kept;
  await handler.keep(sampleRecord(4), "delivered");
  expect(numbersIn(server.lines)).toEqual(upTo(5));
});
