import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { CountingUpstream } from "../../../packages/gateway/test/support/counting-upstream.js";
import { RawConnection } from "../../../packages/server/test/support/raw-connection.js";
import { startGatewayServer } from "../support/gateway-server.js";

test("clients that send their headers a byte a second are given up, while others are served", async () => {
  const upstream = await CountingUpstream.start();
  const gateway = await startGatewayServer("EventLog: {}\n", upstream.url);
  const starts = ["GET /", "GET /first HTTP/1.1\r\nHost: a\r\nX-A: ", "POST /first HTTP/1.1\r\nHost: a\r\n"];
  const slow = await Promise.all(
    starts.map(async (start) => {
      const connection = await RawConnection.to(gateway.url);
      connection.socket.write(start);
      return connection;
    }),
  );
  let served = 0;
  while (slow.some(({ socket }) => !socket.destroyed)) {
    for (const { socket } of slow) if (socket.writable) socket.write("a");
    expect((await fetch(`${gateway.url}other`)).status).toBe(200);
    served++;
    await pause(1000);
  }
  for (const connection of slow) {
    const received = await connection.untilClosed();
    expect(received).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(received).toContain('"reason":"request-timeout"');
  }
  expect(upstream.broken).toBe(0);
  expect(upstream.requests.map(({ target }) => target)).toEqual(Array(served).fill("/other"));
  expect(await gateway.stop()).toBe(0);
});
