import { once } from "node:events";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { RawConnection } from "../../../server/test/support/raw-connection.js";
import { testGateway } from "../support/test-gateway.js";
import { bodyOf, testUpstream } from "../support/test-upstream.js";

/** A server behind whose answers a test gives when it wants to. */
async function patientUpstream() {
  const calls: [IncomingMessage, ServerResponse][] = [];
  let wake = (): void => {};
  const upstream = await testUpstream((incoming, response) => {
    calls.push([incoming, response]);
    wake();
  });
  const next = async (): Promise<[IncomingMessage, ServerResponse]> => {
    while (calls.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return calls.shift() as [IncomingMessage, ServerResponse];
  };
  return { ...upstream, next };
}

test("a client that goes away stops its request", async () => {
  const upstream = await patientUpstream();
  const { url } = await testGateway(upstream.url);
  const outgoing = request(url, { agent: false }).end();
  outgoing.on("error", () => {});
  const [, response] = await upstream.next();
  outgoing.destroy();
  await once(response, "close");
  expect(response.writableFinished).toBe(false);
});

test("a client that goes away during its upload stops that", async () => {
  const upstream = await patientUpstream();
  const { url, events } = await testGateway(upstream.url);
  const headers = { "Content-Length": 1000 };
  const outgoing = request(new URL("api/contents/a", url), { method: "PUT", agent: false, headers });
  outgoing.on("error", () => {});
  outgoing.write("begun");
  const [incoming] = await upstream.next();
  incoming.on("error", () => {});
  incoming.resume();
  const closed = new Promise((resolve) => incoming.once("close", resolve));
  outgoing.destroy();
  await closed;
  expect(incoming.complete).toBe(false);
  expect(events()).toEqual([]);
});

test("nobody hides an action by going away before its answer", async () => {
  const upstream = await patientUpstream();
  const { url, events } = await testGateway(upstream.url);
  const outgoing = request(new URL("api/contents/a", url), { method: "PUT", agent: false }).end("{}x");
  outgoing.on("error", () => {});
  const [incoming, response] = await upstream.next();
  await bodyOf(incoming);
  const closed = new Promise((resolve) => outgoing.once("close", resolve));
  outgoing.destroy();
  await closed;
  response.writeHead(200).end("{}");
  await expect.poll(events).toEqual([{ action: "save", path: "a" }]);
});

test("a client that has closed its side gets its answer", async () => {
  const upstream = await patientUpstream();
  const { url } = await testGateway(upstream.url);
  const connection = await RawConnection.to(url);
  connection.socket.end("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const [, response] = await upstream.next();
  // It is asked whether it still listens.
  await connection.received(/HTTP\/1\.1 102 /);
  response.end("hello");
  expect(await connection.untilClosed()).toMatch(/HTTP\/1\.1 200 .*hello/s);
});

test("requests on one connection do not overtake each other", async () => {
  const upstream = await patientUpstream();
  const { url } = await testGateway(upstream.url);
  const connection = await RawConnection.to(url);
  const head = (method: string): string[] => [`${method} /a HTTP/1.1`, "Host: localhost", "", ""];
  connection.socket.write(
    [...head("DELETE"), ...head("PUT"), ...head("GET")].join("\r\n").replaceAll("\r\n\r\n\r\n", "\r\n\r\n"),
  );
  for (const method of ["DELETE", "PUT", "GET"]) {
    const [incoming, response] = await upstream.next();
    expect(incoming.method).toBe(method);
    expect(upstream.requests.at(-1)).toBe(incoming);
    response.end(`done ${method}`);
  }
  await connection.received(/done DELETE.*done PUT.*done GET/s);
  connection.socket.destroy();
});

test("a flood of requests on one connection ends it", async () => {
  const upstream = await patientUpstream();
  const { url } = await testGateway(upstream.url);
  const connection = await RawConnection.to(url);
  connection.socket.write("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(5000));
  await connection.closed;
  expect(upstream.requests.length).toBeLessThanOrEqual(1);
});

test("without a server behind the answer is 502, and once it is back all is well", async () => {
  const upstream = await testUpstream((_request, response) => response.end("first"));
  const { url } = await testGateway(upstream.url);
  expect(await (await fetch(url)).text()).toBe("first");
  await upstream.stop();
  const answer = await fetch(url);
  expect(answer.status).toBe(502);
  expect(answer.headers.get("retry-after")).toBe("5");
  expect(await answer.json()).toEqual({ message: expect.any(String), reason: "upstream-unreachable" });
  await testUpstream((_request, response) => response.end("second"), Number(new URL(upstream.url).port));
  expect(await (await fetch(url)).text()).toBe("second");
});

test("an answer that breaks off does not look whole", async () => {
  const upstream = await testUpstream((_request, response) => {
    response.writeHead(200, { "Content-Length": 100 });
    response.write("begun", () => response.destroy());
  });
  const { url, events } = await testGateway(upstream.url);
  await expect(fetch(new URL("api/contents/a", url)).then((answer) => answer.text())).rejects.toThrow();
  // The server behind had read the file by then.
  expect(events()).toEqual([{ action: "get", path: "a" }]);
});

test.each([
  ["no HTTP", "hello\r\n\r\n"],
  ["two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
  [
    "a length and chunks",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  ],
  ["nothing", ""],
  [
    "another protocol that nobody asked for",
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: a\r\n\r\n",
  ],
])("a server behind that answers with %s is a 502", async (_name, bytes) => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(bytes));
  });
  server.listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { url } = await testGateway(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  expect((await fetch(url)).status).toBe(502);
  expect((await fetch(url)).status).toBe(502);
});

test("stopping finishes what is under way, and takes nothing more", async () => {
  const upstream = await patientUpstream();
  const { url, close } = await testGateway(upstream.url);
  const outgoing = request(url).end();
  const [, response] = await upstream.next();
  const idle = await RawConnection.to(url);
  const closing = close();
  response.end("hello");
  const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
  expect(await bodyOf(answer)).toBe("hello");
  await closing;
  await idle.closed;
  await expect(fetch(url)).rejects.toThrow();
});
