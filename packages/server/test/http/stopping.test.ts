import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Handler } from "@daybook/eventlog";
import { afterEach, expect, test, vi } from "vitest";
import { RawConnection } from "../support/raw-connection.js";
import { testOptions, testServer, token } from "../support/test-server.js";

const schema = "hub.jupyter.org/server-action";
const body = JSON.stringify({
  schema,
  version: 1,
  event: { action: "start", username: "ada", servername: "" },
});
const postWith = (...headers: string[]) => [
  "POST /api/eventlog HTTP/1.1",
  "Host: localhost",
  `Authorization: token ${token}`,
  ...headers,
  `Content-Length: ${body.length}`,
  "",
  body,
];
/** An event that is posted in the usual way, and one that is in an unusual one, which is answered elsewhere. */
const posts = [
  ["usual", postWith()],
  ["unusual", postWith("Cookie: other=1")],
] as const;

afterEach(() => {
  vi.useRealTimers();
});

/** The sockets themselves go on in real time: they do not use these. */
function holdTimers(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
}

/** A server whose handler keeps an event when it is told to, and then only. */
async function slowServer() {
  let keep = (): void => {};
  const kept = new Promise<void>((resolve) => {
    keep = resolve;
  });
  let asked = (): void => {};
  const recording = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const handler: Handler = {
    handle() {},
    keep() {
      asked();
      return kept;
    },
    async flush() {},
    async close() {},
  };
  const problems: string[] = [];
  const options = await testOptions({ handlers: [handler], allowedSchemas: [schema] });
  const server = await testServer({ ...options, report: (problem) => problems.push(problem) });
  return { server, keep, recording, problems };
}

// No time passes in these tests unless they say so: a server that waited for anything would wait for ever.

test("a connection without any request, as browsers open them in advance, keeps no server from stopping", async () => {
  const server = await testServer(await testOptions());
  const unused = await RawConnection.to(server.url);
  // An answer on another connection shows that the server knows the first one by now.
  await (await fetch(`${server.url}api`)).text();
  holdTimers();
  await server.close();
  expect(await unused.untilClosed()).toBe("");
});

test("a connection kept alive after its answer does not either", async () => {
  const server = await testServer(await testOptions());
  const connection = await RawConnection.to(server.url);
  connection.send("GET /api HTTP/1.1", "Host: localhost", "", "");
  await connection.received(/version/);
  holdTimers();
  await server.close();
  await connection.closed;
});

test.each(
  posts,
)("a request under way is answered, told that the connection ends with it, and waited for no longer (%s)", async (_name, post) => {
  const { server, keep, recording } = await slowServer();
  const connection = await RawConnection.to(server.url);
  connection.send(...post);
  await recording;
  holdTimers();
  const stopped = server.close();
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  keep();
  const answer = await connection.untilClosed();
  expect(answer).toMatch(/^HTTP\/1.1 204 /);
  expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  await stopped;
});

test.each(
  posts,
)("a request that does not end is cut off after 5 seconds, and that is told (%s)", async (_name, post) => {
  const { server, recording, problems } = await slowServer();
  const connection = await RawConnection.to(server.url);
  connection.send(...post);
  await recording;
  holdTimers();
  const stopped = server.close();
  await vi.advanceTimersByTimeAsync(4999);
  expect(connection.socket.destroyed).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await stopped;
  expect(await connection.untilClosed()).toBe("");
  expect(problems).toEqual(["stopping: requests that took too long were cut off (1)"]);
});

test("a large answer that has begun arrives whole", async () => {
  const options = await testOptions();
  const size = 30_000_000;
  await writeFile(join(options.rootDir, "large.bin"), Buffer.alloc(size));
  const server = await testServer(options);
  const connection = await RawConnection.to(server.url);
  connection.send(
    "GET /files/large.bin HTTP/1.1",
    "Host: localhost",
    `Authorization: token ${token}`,
    "",
    "",
  );
  await once(connection.socket, "data");
  connection.socket.pause();
  const stopped = server.close();
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  connection.socket.resume();
  const [head = "", content = ""] = (await connection.untilClosed()).split("\r\n\r\n");
  expect(head).toMatch(/^HTTP\/1.1 200 /);
  expect(content).toHaveLength(size);
  await stopped;
});
