import { EventLog, type Handler, HandlerError } from "@daybook/eventlog";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { testApplication, testOptions, testServer, token } from "../../support/test-server.js";
import { malformedBodies } from "./malformed-bodies.js";

const schema = "hub.jupyter.org/server-action";
const event = { action: "start", username: "ada", servername: "" };
const authorization = { authorization: `token ${token}` };

async function application(options: { handlers?: Handler[]; allowedSchemas?: string[] } = {}) {
  const parts = await testOptions({ allowedSchemas: [schema], ...options });
  const app = await testApplication(parts);
  const post = (body: unknown, headers: Record<string, string> = authorization) =>
    app.inject({
      method: "POST",
      url: "/api/eventlog",
      headers,
      payload:
        typeof body === "string" || body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
    });
  return { ...parts, app, post };
}

describe("?ack=", () => {
  test.each([
    "accepted",
    "durable",
    "delivered",
  ])("%s lowers what is waited for, and never raises it", async (ack) => {
    const levels: unknown[] = [];
    const handler: Handler = {
      handle: () => {},
      keep: async (_record, level) => void levels.push(level),
      flush: async () => {},
      close: async () => {},
    };
    const { app } = await application({ handlers: [handler] });
    const payload = JSON.stringify({ schema, version: 1, event });
    for (const url of ["/api/eventlog", "/api/eventlog/batch"]) {
      await app.inject({ method: "POST", url: `${url}?ack=${ack}`, headers: authorization, payload });
    }
    const level = ack === "accepted" ? "accepted" : "durable";
    expect(levels).toEqual([level, level]);
  });

  test.each(["never", "", "accepted&ack=durable"])("%s is none: 400", async (ack) => {
    const { app } = await application();
    for (const url of ["/api/eventlog", "/api/eventlog/batch"]) {
      const { statusCode, body } = await app.inject({
        method: "POST",
        url: `${url}?ack=${ack}`,
        headers: authorization,
        payload: JSON.stringify({ schema, version: 1, event }),
      });
      expect([statusCode, JSON.parse(body).message]).toEqual([
        400,
        "'ack' must be one of accepted, durable, delivered",
      ]);
    }
  });
});

describe("recorded", () => {
  test.each([
    ["a number as version", { schema, version: 1, event }],
    ["a string as version", { schema, version: "1", event }],
    ["a key that is not ours", { schema, version: 1, event, client: "curl" }],
    ["the required properties only", { schema, version: 1, event }],
  ])("%s: 204 and nothing else", async (_name, body) => {
    const { post, memory } = await application();
    const response = await post(body);
    expect([response.statusCode, response.body]).toEqual([204, ""]);
    expect(memory.events).toEqual([
      {
        __timestamp__: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        __schema__: schema,
        __schema_version__: 1,
        __metadata_version__: 1,
        ...event,
      },
    ]);
  });

  test.each([
    "application/json",
    "text/plain;charset=UTF-8",
    "application/x-www-form-urlencoded",
    "nonsense",
    "",
  ])("whatever the content type says (%s)", async (type) => {
    const { post, memory } = await application();
    const response = await post({ schema, version: 1, event }, { ...authorization, "content-type": type });
    expect(response.statusCode).toBe(204);
    expect(memory.events).toHaveLength(1);
  });

  test.each([
    ["2026-11-23T06:39:42.447Z", "2026-11-23T06:39:42.447Z"],
    ["2026-11-23T07:39:42.123456+01:00", "2026-11-23T06:39:42.123456Z"],
  ])("with its own timestamp %s", async (timestamp, expected) => {
    const { post, memory } = await application();
    expect((await post({ schema, version: 1, event, timestamp })).statusCode).toBe(204);
    expect(memory.events[0]?.__timestamp__).toBe(expected);
  });

  test("unless a handler takes more than 30 seconds to keep it: 503", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    let asked = (): void => {};
    const waiting = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const stalled: Handler = {
      handle() {},
      keep() {
        asked();
        return new Promise(() => {});
      },
      async flush() {},
      async close() {},
    };
    const { post } = await application({ handlers: [stalled] });
    const answer = post({ schema, version: 1, event });
    await waiting;
    await vi.advanceTimersByTimeAsync(30_000);
    const response = await answer;
    expect([response.statusCode, response.headers["retry-after"]]).toEqual([503, "5"]);
    expect(response.json()).toMatchObject({ reason: "log-unavailable" });
  });

  test("only once the handlers have kept it", async () => {
    let release = (): void => {};
    const kept = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: Handler = { handle() {}, keep: () => kept, async flush() {}, async close() {} };
    const { post } = await application({ handlers: [slow] });
    let answered = false;
    const answer = post({ schema, version: 1, event }).then((response) => {
      answered = true;
      return response.statusCode;
    });
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(answered).toBe(false);
    release();
    expect(await answer).toBe(204);
  });

  test("data named __proto__ and constructor, as data", async () => {
    const { post, memory } = await application();
    const body = `{"schema":"${schema}","version":1,"event":{"action":"start","username":"ada","servername":"","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}`;
    expect((await post(body)).statusCode).toBe(204);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(memory.records[0]?.line).toContain('"__proto__":null,"constructor":null');
  });
});

describe("refused", () => {
  test.each(malformedBodies)("%s: 400", async (_name, body, message) => {
    const { post, memory } = await application();
    const response = await post(body);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      message: expect.stringContaining(message),
      reason: expect.any(String),
    });
    expect(memory.events).toEqual([]);
  });

  test("there are at least 60 malformed bodies", () => {
    expect(malformedBodies.length).toBeGreaterThanOrEqual(60);
  });

  test("an invalid event: where, which rule and why, never what was sent", async () => {
    const { post } = await application();
    const response = await post({ schema, version: 1, event: { action: "s3cret", username: 5 } });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      reason: "invalid-event",
      errors: expect.arrayContaining([
        { path: "", keyword: "required", message: expect.stringContaining("servername") },
        { path: "/action", keyword: "enum", message: expect.any(String) },
        { path: "/username", keyword: "type", message: "must be string" },
      ]),
    });
    expect(response.body).not.toContain("s3cret");
  });

  test("a schema that is registered, but not allowed: 403", async () => {
    const { post, memory } = await application({ allowedSchemas: [] });
    const response = await post({ schema, version: 1, event });
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ reason: "schema-not-allowed" });
    expect(memory.events).toEqual([]);
  });

  test.each([
    ["no token", {}],
    ["a wrong token", { authorization: "token wrong" }],
    ["a wrong bearer token", { authorization: "Bearer wrong" }],
    ["an empty token", { authorization: "token " }],
    ["another scheme", { authorization: `Basic ${token}` }],
    ["a part of the token", { authorization: `token ${token.slice(0, -1)}` }],
  ])("%s: 403", async (_name, headers) => {
    const { post } = await application();
    const response = await post({ schema, version: 1, event }, headers);
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ reason: "forbidden" });
  });

  test("a log that cannot keep the event now: 503 and Retry-After", async () => {
    const full: Handler = {
      handle() {},
      keep: () => Promise.reject(new HandlerError("the disk is full")),
      async flush() {},
      async close() {},
    };
    const { rootDir } = await testOptions();
    const log = new EventLog({ handlers: [full], allowedSchemas: [schema], onProblem: () => {} });
    log.registerSchema({ $id: schema, version: 1, properties: { action: {} } });
    const app = await testApplication({ log, rootDir, token });
    const response = await app.inject({
      method: "POST",
      url: "/api/eventlog",
      headers: authorization,
      payload: JSON.stringify({ schema, version: 1, event: { action: "start" } }),
    });
    expect([response.statusCode, response.headers["retry-after"]]).toEqual([503, "5"]);
    expect(response.json()).toMatchObject({ message: expect.any(String), reason: "log-unavailable" });
  });

  test("a log without handlers: 503, as nothing would be kept", async () => {
    const { post } = await application({ handlers: [] });
    expect((await post({ schema, version: 1, event })).statusCode).toBe(503);
  });

  test("a log that is closed already: 503", async () => {
    const { post, log } = await application();
    await log.close();
    expect((await post({ schema, version: 1, event })).statusCode).toBe(503);
  });
});

describe("the size of a body", () => {
  const bodyOf = (size: number): string => {
    const empty = JSON.stringify({ schema, version: 1, event: { ...event, username: "" } });
    return empty.replace('"username":""', `"username":"${"x".repeat(size - empty.length)}"`);
  };

  test("at the limit of 1 MiB: 204; one byte more: 413", async () => {
    const options = await testOptions({ allowedSchemas: [schema] });
    const { url } = await testServer(options);
    const post = (body: BodyInit, init: object = {}) =>
      fetch(`${url}api/eventlog`, { method: "POST", headers: authorization, body, ...init });
    expect((await post(bodyOf(1024 * 1024))).status).toBe(204);
    const refused = await post(bodyOf(1024 * 1024 + 1));
    expect([refused.status, await refused.json()]).toEqual([
      413,
      expect.objectContaining({ reason: "too-large" }),
    ]);
    const chunked = new Blob([bodyOf(1024 * 1024 + 1)]).stream();
    expect((await post(chunked, { duplex: "half" })).status).toBe(413);
    expect(options.memory.events).toHaveLength(1);
  });

  test("as the operator configures it", async () => {
    const { url } = await testServer({
      ...(await testOptions({ allowedSchemas: [schema] })),
      maxEventSize: 200,
    });
    const response = await fetch(`${url}api/eventlog`, {
      method: "POST",
      headers: authorization,
      body: bodyOf(201),
    });
    expect(response.status).toBe(413);
  });
});

describe("GET /api/eventlog/schemas", () => {
  test("lists each registered schema and what of it is recorded", async () => {
    const { app, log } = await application();
    log.registerSchema({
      $id: "example.org/door",
      version: "2",
      title: "Door",
      description: "A door moved.",
      properties: { open: { categories: ["unrestricted"] }, by: { categories: ["name"] } },
    });
    log.allowedSchemas = ["example.org/door"];
    const response = await app.inject({
      method: "GET",
      url: "/api/eventlog/schemas",
      headers: authorization,
    });
    expect(response.statusCode).toBe(200);
    const schemas: { schema: string }[] = response.json();
    expect(schemas.find((one) => one.schema === "example.org/door")).toEqual({
      schema: "example.org/door",
      version: "2",
      title: "Door",
      description: "A door moved.",
      allowed: true,
      properties: {
        open: { categories: ["unrestricted"], recorded: true },
        by: { categories: ["name"], recorded: false },
      },
    });
    expect(schemas.find((one) => one.schema === schema)).toMatchObject({
      version: 1,
      allowed: false,
      properties: { action: { categories: [], recorded: false } },
    });
  });

  test("needs a token", async () => {
    const { app } = await application();
    expect((await app.inject({ method: "GET", url: "/api/eventlog/schemas" })).statusCode).toBe(403);
  });
});
