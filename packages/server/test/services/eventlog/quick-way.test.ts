import { channel } from "node:diagnostics_channel";
import { type Handler, MemoryHandler } from "@daybook/eventlog";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ServerOptions } from "../../../src/index.js";
import { keepingHandler } from "../../support/keeping-handler.js";
import { RawConnection } from "../../support/raw-connection.js";
import { testOptions, testServer, token } from "../../support/test-server.js";
import { malformedBodies } from "./malformed-bodies.js";

const schema = "hub.jupyter.org/server-action";
const event = { action: "start", username: "ada", servername: "" };
const good = JSON.stringify({ schema, version: 1, event });

/** Fastify says here whenever a route of its own is about to answer. */
const handling = channel("tracing:fastify.request.handler:start");
let handledByFastify: string[] = [];
const note = (message: unknown) => {
  const { request } = message as { request: { url: string } };
  if (request.url.includes("eventlog")) handledByFastify.push(request.url);
};
beforeEach(() => {
  handledByFastify = [];
  handling.subscribe(note);
});
afterEach(() => {
  handling.unsubscribe(note);
});

async function server(handlers: Handler[] = [new MemoryHandler()], options: Partial<ServerOptions> = {}) {
  const problems: string[] = [];
  const parts = await testOptions({ handlers, allowedSchemas: [schema], onProblem: () => {} });
  parts.log.registerSchema({ $id: "example.org/other", version: 1, properties: {} });
  const { url } = await testServer({ ...parts, ...options, report: (problem) => problems.push(problem) });
  return { ...parts, url, problems };
}

const ordinary = ["Host: localhost:8888", `Authorization: token ${token}`];

/** Everything that comes for a request, and for a further one on the same connection where it stays, but for the time. */
async function answers(
  url: string,
  headers: readonly string[],
  body: string | Uint8Array,
  start = "POST /api/eventlog HTTP/1.1",
): Promise<string> {
  const connection = await RawConnection.to(url);
  const bytes = Buffer.from(body);
  connection.send(start, ...headers, `Content-Length: ${bytes.length}`, "", "");
  connection.socket.write(bytes);
  const ends = start.endsWith("HTTP/1.0") || headers.includes("Connection: close");
  if (!ends) connection.send("GET /nowhere HTTP/1.1", "Host: localhost", "Connection: close", "", "");
  return (await connection.untilClosed()).replace(/^Date: .*\r$/gim, "Date: now\r");
}

/** A header that says nothing to the route, and makes the request one for the framework. */
const toFramework = "Cookie: other=1";

const catalogue: readonly (readonly [name: string, body: string | Uint8Array])[] = [
  ["an event", good],
  [
    "an event with its timestamp",
    JSON.stringify({ schema, version: "1", event, timestamp: "2026-11-23T06:39:42Z" }),
  ],
  ["a byte order mark", `\uFEFF${good}`],
  ["a schema that is not allowed", JSON.stringify({ schema: "example.org/other", version: 1, event: {} })],
  [
    "a large event",
    JSON.stringify({ schema, version: 1, event: { ...event, username: "ä".repeat(300_000) } }),
  ],
  ...malformedBodies.filter(([, body]) => body.length > 0).map(([name, body]) => [name, body] as const),
];

describe("the quick way and the framework's answer alike, byte for byte", () => {
  test.each(catalogue)("%s", async (_name, body) => {
    const memory = new MemoryHandler();
    const { url } = await server([memory]);
    const quick = await answers(url, ordinary, body);
    expect(handledByFastify).toEqual([]);
    expect(await answers(url, [...ordinary, toFramework], body)).toBe(quick);
    expect(handledByFastify).toEqual(["/api/eventlog"]);
    expect(quick).toMatch(/^HTTP\/1\.1 (204|400|403) /);
    expect(memory.events).toHaveLength(quick.startsWith("HTTP/1.1 204 ") ? 2 : 0);
  });

  test.each<[string, Handler[], RegExp]>([
    [
      "a handler that cannot keep it",
      [keepingHandler(() => Promise.reject(new Error("no room")))],
      /^HTTP\/1\.1 503 /,
    ],
    ["no handler", [], /^HTTP\/1\.1 503 /],
  ])("with %s", async (_name, handlers, status) => {
    const { url } = await server(handlers);
    const quick = await answers(url, ordinary, good);
    expect(quick).toMatch(status);
    expect(quick).toMatch(/retry-after: 5/);
    expect(await answers(url, [...ordinary, toFramework], good)).toBe(quick);
  });

  test("through a fault of ours, and the operator is told the same", async () => {
    const { url, log, problems } = await server();
    log.addModifier(() => {
      throw new Error("a fault");
    });
    const quick = await answers(url, ordinary, good);
    expect(quick).toMatch(/^HTTP\/1\.1 500 /);
    expect(await answers(url, [...ordinary, toFramework], good)).toBe(quick);
    expect(problems.map((problem) => problem.split("\n")[0])).toEqual([
      "POST failed: EventLogError modifier-failed",
      "POST failed: EventLogError modifier-failed",
    ]);
  });

  test("on a connection that ends with it", async () => {
    const { url } = await server();
    const quick = await answers(url, [...ordinary, "Connection: close"], good);
    expect(quick).toMatch(/^HTTP\/1\.1 204 [\s\S]*connection: close/i);
    expect(await answers(url, [...ordinary, "Connection: close", toFramework], good)).toBe(quick);
  });
});

test.each([`token ${token}`, `Bearer ${token}`])("%s is ordinary", async (authorization) => {
  const memory = new MemoryHandler();
  const { url } = await server([memory]);
  await answers(url, ["Host: 127.0.0.1", `Authorization: ${authorization}`], good);
  expect(handledByFastify).toEqual([]);
  expect(memory.events).toHaveLength(1);
});

test("below a base URL too, and nowhere else", async () => {
  const memory = new MemoryHandler();
  const { url } = await server([memory], { baseUrl: "/user/ada/" });
  expect(await answers(url, ordinary, good)).toMatch(/^HTTP\/1\.1 404 /);
  expect(await answers(url, ordinary, good, "POST /user/ada/api/eventlog HTTP/1.1")).toMatch(
    /^HTTP\/1\.1 204 /,
  );
  expect(handledByFastify).toEqual([]);
  expect(memory.events).toHaveLength(1);
});

describe("what is out of the ordinary goes to the framework", () => {
  test.each<[string, string[], string?]>([
    ["another way to write the token", ["Host: localhost", `Authorization: TOKEN  ${token}`]],
    ["a token in the address", ["Host: localhost"], `POST /api/eventlog?token=${token} HTTP/1.1`],
    ["HTTP/1.0", ordinary, "POST /api/eventlog HTTP/1.0"],
    ["a page of another origin, with the token", [...ordinary, "Origin: https://example.org"]],
    ["an expectation", [...ordinary, "Expect: 100-continue"]],
    ["a whole URL", ordinary, "POST http://localhost/api/eventlog HTTP/1.1"],
  ])("%s", async (_name, headers, start) => {
    const { url } = await server();
    expect(await answers(url, headers, good, start)).toMatch(/^HTTP\/1\.1 (100 |204 )/);
    expect(handledByFastify).toHaveLength(1);
  });

  test("answers with headers for other origins", async () => {
    const { url } = await server(undefined, { allowOrigin: "https://example.org" });
    expect(await answers(url, ordinary, good)).toMatch(/vary: Origin/i);
    expect(handledByFastify).toHaveLength(1);
  });
});

describe("nobody gets in who has no right to", () => {
  const host = "Host: localhost";
  test.each<[string, string[]]>([
    ["no token", [host]],
    ...[
      "token wrong",
      "Bearer wrong",
      `token ${token}x`,
      `token ${token.slice(1)}`,
      `token ${token.slice(0, -1)}`,
      `Basic ${token}`,
      token,
      "token ",
      "token",
      "",
    ].map((authorization): [string, string[]] => [
      `Authorization: ${JSON.stringify(authorization)}`,
      [host, `Authorization: ${authorization}`],
    ]),
    ["a wrong token first", [host, "Authorization: token wrong", `Authorization: token ${token}`]],
    ["a name that is not this server's", ["Host: evil.example", `Authorization: token ${token}`]],
    ["an empty name", ["Host:", `Authorization: token ${token}`]],
  ])("%s", async (_name, headers) => {
    const memory = new MemoryHandler();
    const { url } = await server([memory]);
    // Whoever came before has the right to, and changes nothing.
    expect(await answers(url, ordinary, good)).toMatch(/^HTTP\/1\.1 204 /);
    const answer = await answers(url, headers, good);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).not.toContain(token);
    expect(memory.events).toHaveLength(1);
  });

  test("a body over the limit is 413, and one at the limit is not", async () => {
    const { url } = await server(undefined, { maxEventSize: good.length });
    expect(await answers(url, ordinary, good)).toMatch(/^HTTP\/1\.1 204 /);
    expect(await answers(url, ordinary, `${good} `)).toMatch(/^HTTP\/1\.1 413 /);
  });
});

test("a body that breaks off is not recorded, and harms nobody", async () => {
  const memory = new MemoryHandler();
  const { url } = await server([memory]);
  const connection = await RawConnection.to(url);
  connection.send("POST /api/eventlog HTTP/1.1", ...ordinary, "Content-Length: 1000", "", good);
  // An answer on another connection shows that the server has read the first one by now.
  await answers(url, ordinary, good);
  connection.socket.destroy();
  await connection.closed;
  expect(await answers(url, ordinary, good)).toMatch(/^HTTP\/1\.1 204 /);
  expect(memory.events).toHaveLength(2);
});

test("an event counts as a use of the server", async () => {
  const { url } = await server();
  const lastActivity = async () => {
    const response = await fetch(`${url}api/status`, { headers: { authorization: `token ${token}` } });
    return Date.parse(((await response.json()) as { last_activity: string }).last_activity);
  };
  const before = await lastActivity();
  // The clock has to go on by a millisecond to be seen to.
  while (Date.now() <= before) await new Promise(setImmediate);
  const headers = { authorization: `token ${token}` };
  expect((await fetch(`${url}api/eventlog`, { method: "POST", headers, body: good })).status).toBe(204);
  expect(handledByFastify).toEqual([]);
  expect(await lastActivity()).toBeGreaterThan(before);
});
