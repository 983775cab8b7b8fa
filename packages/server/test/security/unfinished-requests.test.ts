import { afterEach, describe, expect, test, vi } from "vitest";
import { RawConnection } from "../support/raw-connection.js";
import { testApplication, testOptions, testServer } from "../support/test-server.js";

afterEach(() => {
  vi.useRealTimers();
});

/** The sockets themselves go on in real time: they do not use these. */
function holdTimers(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
}

describe("a body that does not end", () => {
  test.each([
    "/api/eventlog",
    "/api/eventlog/batch",
    "/api/contents/a.txt",
    "/login",
    "/nowhere",
  ])("is not listened to for ever once it was refused (%s)", async (path) => {
    const { url } = await testServer(await testOptions());
    holdTimers();
    const connection = await RawConnection.to(url);
    connection.send(
      `POST ${path} HTTP/1.1`,
      "Host: localhost",
      "Transfer-Encoding: chunked",
      "",
      "5\r\nhello\r\n",
    );
    if (path.startsWith("/api/")) await connection.received(/forbidden/);
    // Where the route is open to all, the answer comes only once the body is too long.
    else connection.send(...Array.from({ length: 3 }, () => `10000\r\n${"x".repeat(0x10000)}\r\n`));
    await connection.received(/HTTP\/1.1 4\d\d/);
    vi.advanceTimersByTime(60_000);
    await connection.closed;
  });

  test("leaves the connection as it is where it does end", async () => {
    const { url } = await testServer(await testOptions());
    holdTimers();
    const connection = await RawConnection.to(url);
    connection.send("POST /api/eventlog HTTP/1.1", "Host: localhost", "Content-Length: 10", "", "12345");
    await connection.received(/forbidden/);
    connection.send("67890GET /api HTTP/1.1", "Host: localhost", "", "");
    await connection.received(/"version"/);
    vi.advanceTimersByTime(60_000);
    connection.send("GET /api HTTP/1.1", "Host: localhost", "Connection: close", "", "");
    expect((await connection.untilClosed()).match(/"version"/g)).toHaveLength(2);
  });

  test("has a time in which it must arrive, whoever sends it", async () => {
    const app = await testApplication(await testOptions());
    expect(app.server.requestTimeout).toBeGreaterThan(0);
    expect(app.server.headersTimeout).toBeGreaterThan(0);
  });
});

describe("a server that stops", () => {
  test("does not wait for ever for a request that does not arrive", async () => {
    const server = await testServer(await testOptions());
    const connection = await RawConnection.to(server.url);
    connection.send("POST /login HTTP/1.1", "Host: localhost", "Content-Length: 100", "", "abc");
    // An answer on another connection shows that the server has read the first one by now.
    await (await fetch(`${server.url}api`)).text();
    holdTimers();
    const stopped = server.close();
    await vi.advanceTimersByTimeAsync(60_000);
    await stopped;
    await connection.closed;
  });

  test("asks those who still come to come again", async () => {
    const server = await testServer(await testOptions());
    const connection = await RawConnection.to(server.url);
    connection.send("GET /api HTTP/1.1", "Host: localhost", "X-Half: ");
    await (await fetch(`${server.url}api`)).text();
    const stopped = server.close();
    // Once nobody new gets in, the server is stopping.
    while (
      await RawConnection.to(server.url).then(
        ({ socket }) => socket.destroy(),
        () => undefined,
      )
    );
    connection.send("sent", "", "");
    const answer = await connection.untilClosed();
    expect(answer).toMatch(/^HTTP\/1.1 503 /);
    expect(answer).toMatch(/retry-after: \d+/i);
    expect(answer).toContain('"reason":"stopping"');
    await stopped;
  });
});
