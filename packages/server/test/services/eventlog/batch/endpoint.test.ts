import { createHash } from "node:crypto";
import { once } from "node:events";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import type { Handler } from "@daybook/eventlog";
import { describe, expect, test, vi } from "vitest";
import { keepingHandler } from "../../../support/keeping-handler.js";
import { RawConnection } from "../../../support/raw-connection.js";
import { testApplication, testOptions, testServer, token } from "../../../support/test-server.js";
import { malformedBodies } from "../malformed-bodies.js";

const schema = "hub.jupyter.org/server-action";
const named = (username: unknown) => ({
  schema,
  version: 1,
  event: { action: "start", username, servername: "" },
});
const lines = (...items: unknown[]) => items.map((item) => `${JSON.stringify(item)}\n`).join("");
const authorization = { authorization: `token ${token}` };
const url = "/api/eventlog/batch";

async function application(handlers?: Handler[]) {
  const problems: string[] = [];
  const parts = await testOptions({
    allowedSchemas: [schema],
    onProblem: () => {},
    ...(handlers === undefined ? {} : { handlers }),
  });
  const app = await testApplication({ ...parts, report: (problem) => problems.push(problem) });
  const call = (path: string, payload: string | Buffer | Readable, headers: Record<string, string> = {}) =>
    app.inject({ method: "POST", url: path, headers: { ...authorization, ...headers }, payload });
  const post = (payload: string | Buffer | Readable, headers?: Record<string, string>) =>
    call(url, payload, headers);
  const users = () => parts.memory.events.map(({ username }) => username);
  return { ...parts, problems, call, post, users };
}

describe("what is answered", () => {
  test.each([
    ["lines", lines(named("ada"), named("bob"))],
    ["an array", JSON.stringify([named("ada"), named("bob")])],
  ])("201 where all were recorded, in their order: %s", async (_name, body) => {
    const { post, users } = await application();
    const response = await post(body);
    expect([response.statusCode, response.json()]).toEqual([201, { recorded: 2, refused: [] }]);
    expect(users()).toEqual(["ada", "bob"]);
  });

  test.each([
    ["lines", (items: unknown[]) => lines(...items)],
    ["an array", (items: unknown[]) => JSON.stringify(items)],
  ])("207 where some were, with the others by their index: %s", async (_name, body) => {
    const { post, users } = await application();
    const response = await post(
      body([named("ada"), named(1), named("bob"), { ...named("eve"), version: 7 }]),
    );
    expect(response.statusCode).toBe(207);
    expect(response.json()).toEqual({
      recorded: 2,
      refused: [
        {
          index: 1,
          status: 400,
          reason: "invalid-event",
          message: expect.stringContaining("/username must be string"),
          errors: [{ path: "/username", keyword: "type", message: "must be string" }],
        },
        { index: 3, status: 400, reason: "unknown-schema", message: expect.stringContaining("no version 7") },
      ],
    });
    expect(users()).toEqual(["ada", "bob"]);
  });

  test("400 where none was, in the form of every error", async () => {
    const { post, users } = await application();
    const response = await post(lines(named(1), named(2)));
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      message: expect.any(String),
      reason: "batch-refused",
      recorded: 0,
    });
    expect(response.json().refused).toHaveLength(2);
    expect(users()).toEqual([]);
  });

  test.each(["", " \n\r\n", "[]", "\uFEFF"])("400 where there are no events at all: %j", async (body) => {
    const { post } = await application();
    const response = await post(body);
    expect([response.statusCode, response.json()]).toEqual([
      400,
      { message: "The body holds no events", reason: "bad-request", recorded: 0, refused: [] },
    ]);
  });

  test("never what was sent", async () => {
    const { post } = await application();
    const secret = "a-value-of-the-sender";
    const response = await post(
      lines({ ...named(1), event: { [secret]: secret } }, secret, named({ secret })),
    );
    expect(response.json().refused).toHaveLength(3);
    expect(response.body).not.toContain(secret);
  });
});

describe("each item is answered as it would be alone", () => {
  const oneLine = malformedBodies.filter(
    ([, body]) => typeof body === "string" && body.trim() !== "" && !/[\r\n]/.test(body),
  );

  test.each(oneLine)("%s", async (_name, body) => {
    const { call, post, users } = await application();
    const alone = await call("/api/eventlog", body as string);
    const batch = await post(`${lines(named("ada"))}${body}\n${lines(named("bob"))}`, {
      "content-type": "application/x-ndjson",
    });
    expect(batch.json().refused).toEqual([{ index: 1, status: alone.statusCode, ...alone.json() }]);
    expect(users()).toEqual(["ada", "bob"]);
  });

  test("a schema that is not allowed: 403", async () => {
    const { post, log } = await application();
    log.registerSchema({ $id: "example.org/other", version: 1, properties: {} });
    const response = await post(lines(named("ada"), { schema: "example.org/other", version: 1, event: {} }));
    expect(response.json().refused).toMatchObject([{ index: 1, status: 403, reason: "schema-not-allowed" }]);
  });

  test("one that is too large: 413, whatever the size of all together", async () => {
    const { post } = await application();
    const large = named("x".repeat(1024 * 1024));
    const fits = named("x".repeat(1024 * 1024 - 200));
    const response = await post(lines(fits, large, fits));
    expect(response.statusCode).toBe(207);
    expect(response.json()).toMatchObject({
      recorded: 2,
      refused: [{ index: 1, status: 413, reason: "too-large" }],
    });
  });
});

describe("a log that cannot keep events", () => {
  const fullFor = (isRefused: (username: unknown) => boolean) =>
    keepingHandler(async ({ event }) => {
      if (isRefused(event.username)) throw new Error("no room");
    });

  test("for none of them: 503 as a whole, so that every client tries again", async () => {
    const { post } = await application([fullFor(() => true)]);
    const response = await post(lines(named("ada"), named("bob")));
    expect([response.statusCode, response.headers["retry-after"]]).toEqual([503, "5"]);
    expect(response.json()).toMatchObject({
      reason: "log-unavailable",
      recorded: 0,
      refused: [
        { index: 0, status: 503, reason: "log-unavailable" },
        { index: 1, status: 503, reason: "log-unavailable" },
      ],
    });
  });

  test("for one of them: 207, and when to send it again", async () => {
    const { post } = await application([fullFor((username) => username === "bob")]);
    const response = await post(lines(named("ada"), named("bob"), named("eve")));
    expect([response.statusCode, response.headers["retry-after"]]).toEqual([207, "5"]);
    expect(response.json()).toMatchObject({ recorded: 2, refused: [{ index: 1, status: 503 }] });
  });

  test("as there is no handler: 503", async () => {
    const { post } = await application([]);
    expect((await post(lines(named("ada")))).statusCode).toBe(503);
  });

  test("in half a minute: 503, and no more is tried", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      let asked = (): void => {};
      const waiting = new Promise<void>((resolve) => {
        asked = resolve;
      });
      const stalled = keepingHandler(() => {
        asked();
        return new Promise(() => {});
      });
      const { post } = await application([stalled]);
      const answer = post(lines(named("ada")));
      await waiting;
      await vi.advanceTimersByTimeAsync(30_000);
      expect((await answer).json()).toMatchObject({
        reason: "log-unavailable",
        refused: [{ index: 0, status: 503 }],
      });
    } finally {
      vi.useRealTimers();
    }
  });

  test("through a fault of ours: the operator is told where, and nothing of the event", async () => {
    const { post, log, problems } = await application();
    log.addModifier(() => {
      throw new Error("quotes ada");
    });
    const response = await post(lines(named("ada"), named("bob")));
    expect(response.json().refused).toMatchObject([{ status: 500 }, { status: 500 }]);
    expect(problems).toEqual([
      expect.stringMatching(/^events of a batch failed: EventLogError modifier-failed\n\s+at /),
    ]);
    expect(problems.join()).not.toContain("ada");
  });
});

describe("a packed body", () => {
  test("is unpacked", async () => {
    const { post, users } = await application();
    const response = await post(gzipSync(lines(named("ada"), named("bob"))), { "content-encoding": "gzip" });
    expect(response.statusCode).toBe(201);
    expect(users()).toEqual(["ada", "bob"]);
  });

  test("is no way around the size of an event, and never stands in memory", async () => {
    const { post } = await application();
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, "x"));
    expect(bomb.length).toBeLessThan(200_000);
    const response = await post(bomb, { "content-encoding": "gzip" });
    expect(response.json()).toMatchObject({ recorded: 0, refused: [{ index: 0, status: 413 }] });
  });

  test.each([
    ["cut off", (packed: Buffer) => packed.subarray(0, -20)],
    ["not gzip at all", () => Buffer.from(lines(named("ada")))],
  ])("that is broken says so, of what was not recorded (%s)", async (_name, breakIt) => {
    const { post } = await application();
    // What can be unpacked holds whole lines; noise keeps gzip from packing all into its last bytes.
    const noisy = Array.from({ length: 3000 }, (_, index) =>
      named(createHash("sha256").update(String(index)).digest("hex")),
    );
    const response = await post(breakIt(gzipSync(lines(...noisy))), { "content-encoding": "gzip" });
    const { recorded, refused } = response.json();
    expect(response.statusCode).toBe(recorded > 0 ? 207 : 400);
    expect(refused).toMatchObject([{ index: recorded, status: 400, reason: "bad-request" }]);
  });

  test.each([
    "br",
    "deflate",
    "gzip, gzip",
    "nonsense",
  ])("in another way is refused: %s", async (encoding) => {
    const { post, memory } = await application();
    const response = await post(lines(named("ada")), { "content-encoding": encoding });
    expect([response.statusCode, response.json().reason]).toEqual([415, "unknown-encoding"]);
    expect(memory.events).toEqual([]);
  });

  test("may be said not to be packed", async () => {
    const { post } = await application();
    expect((await post(lines(named("ada")), { "content-encoding": "identity" })).statusCode).toBe(201);
  });
});

describe("over a connection", () => {
  const head = (...headers: string[]) => [
    `POST ${url} HTTP/1.1`,
    "Host: localhost",
    `Authorization: token ${token}`,
    ...headers,
    "",
  ];

  test("a body without a length, larger than any other may be, is recorded whole", async () => {
    const options = { ...(await testOptions({ allowedSchemas: [schema] })), maxBodySize: 1000 };
    const server = await testServer(options);
    const body = Readable.from(
      Array.from({ length: 200 }, () => lines(...Array.from({ length: 20 }, () => named("ada")))),
    );
    const response = await fetch(`${server.url}api/eventlog/batch`, {
      method: "POST",
      headers: authorization,
      body: Readable.toWeb(body) as ReadableStream,
      duplex: "half",
    } as RequestInit);
    expect([response.status, await response.json()]).toEqual([201, { recorded: 4000, refused: [] }]);
  });

  test.each([
    ["with a length", ["Content-Length: 100000"], (text: string) => text],
    [
      "in chunks",
      ["Transfer-Encoding: chunked"],
      (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`,
    ],
  ])("that is cut in the middle, what had come whole is recorded: %s", async (_name, headers, framed) => {
    const recorded: unknown[] = [];
    let arrived = (): void => {};
    const two = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const watching = keepingHandler(async ({ event }) => {
      recorded.push(event.username);
      if (recorded.length === 2) arrived();
    });
    const options = await testOptions({ handlers: [watching], allowedSchemas: [schema] });
    const problems: string[] = [];
    const server = await testServer({ ...options, report: (problem) => problems.push(problem) });
    const connection = await RawConnection.to(server.url);
    const whole = JSON.stringify(named("eve"));
    connection.send(...head(...headers), framed(`${lines(named("ada"), named("bob"))}${whole}`));
    await two;
    connection.socket.destroy();
    await once(connection.socket, "close");
    // The server is done with the request when it has stopped.
    await server.close();
    expect(recorded).toEqual(["ada", "bob"]);
    expect(problems).toEqual([]);
  });

  test("broken gzip is answered although more of it was announced", async () => {
    const server = await testServer(await testOptions({ allowedSchemas: [schema] }));
    const connection = await RawConnection.to(server.url);
    connection.send(...head("Content-Encoding: gzip", "Content-Length: 100000"), "this is not gzip");
    await connection.received(/HTTP\/1\.1 400 [\s\S]*"status":400/);
    connection.socket.destroy();
  });
});
