import type { Handler } from "@daybook/eventlog";
import { describe, expect, test } from "vitest";
import { keepingHandler } from "../../support/keeping-handler.js";
import { testApplication, testOptions, token } from "../../support/test-server.js";

const schema_id = "https://events.jupyter.org/jupyter_server/contents_service/v1";
const data = { action: "get", path: "a.md" };
const good = { schema_id, version: "1", data };

async function application(options: { handlers?: Handler[]; allowedSchemas?: string[] } = {}) {
  const parts = await testOptions({ allowedSchemas: [schema_id], ...options });
  const app = await testApplication(parts);
  const post = async (
    body: unknown,
    headers: Record<string, string> = { authorization: `token ${token}` },
  ) => {
    const payload = typeof body === "string" ? body : JSON.stringify(body);
    const { statusCode, body: answer } = await app.inject({
      method: "POST",
      url: "/api/events",
      headers,
      payload,
    });
    return [statusCode, answer === "" ? undefined : JSON.parse(answer)];
  };
  return { ...parts, post };
}

describe("what jupyter_server answers 204, with nothing else", () => {
  test.each([
    ["a version as text", good],
    ["a version as number", { ...good, version: 1 }],
    ["a key that is not known", { ...good, client: "JupyterLab" }],
  ])("%s", async (_case, body) => {
    const { post, memory } = await application();
    expect(await post(body)).toEqual([204, undefined]);
    expect(memory.events).toMatchObject([{ __schema__: schema_id, __schema_version__: "1", ...data }]);
  });

  test.each([
    ["2022-05-26T12:50:00+06:00Z", "2022-05-26T06:50:00Z"],
    ["2022-05-26T12:50:00+0600Z", "2022-05-26T06:50:00Z"],
    ["2022-05-26T12:50:00.123456-01:30Z", "2022-05-26T14:20:00.123456Z"],
    ["2022-05-26T12:50:00Z", "2022-05-26T12:50:00Z"],
    ["2022-05-26T12:50:00+06:00", "2022-05-26T06:50:00Z"],
  ])("the time %s, and what RFC 3339 has", async (timestamp, recorded) => {
    const { post, memory } = await application();
    expect(await post({ ...good, timestamp })).toEqual([204, undefined]);
    expect(memory.events.map(({ __timestamp__ }) => __timestamp__)).toEqual([recorded]);
  });

  test("a schema that is not allowed, valid or not: it is not recorded", async () => {
    const { post, memory } = await application({ allowedSchemas: [] });
    expect(await post(good)).toEqual([204, undefined]);
    expect(await post({ ...good, data: { action: "nonsense" } })).toEqual([204, undefined]);
    expect(memory.events).toEqual([]);
  });

  test("an event for which there is no handler", async () => {
    const { post } = await application({ handlers: [] });
    expect(await post(good)).toEqual([204, undefined]);
  });
});

describe("what jupyter_server answers 400", () => {
  test.each([
    ["nothing", "", "bad-request", "must be a JSON object"],
    ["what is not JSON", "{", "not-json", "not JSON"],
    ["a list", [], "bad-request", "must be a JSON object"],
    ["no schema", { version: "1", data }, "bad-request", "'schema_id' is a required field"],
    ["no version", { schema_id, data }, "bad-request", "'version' is a required field"],
    ["no data", { schema_id, version: "1" }, "bad-request", "'data' is a required field"],
    ["a schema that is no text", { ...good, schema_id: 1 }, "bad-request", "'schema_id' must be a string"],
    ["a version that is none", { ...good, version: null }, "bad-request", "'version' must be"],
    ["data that is no object", { ...good, data: [] }, "bad-request", "'data' must be an object"],
    ["a schema that nobody knows", { ...good, schema_id: "nope" }, "unknown-schema", "nope"],
    ["a version that nobody knows", { ...good, version: "2" }, "unknown-schema", "2"],
    ["an event that does not fit", { ...good, data: { action: "x", path: "" } }, "invalid-event", "/action"],
    [
      "a time that is no text",
      { ...good, timestamp: null },
      "bad-request",
      "'timestamp' must be an RFC 3339 string",
    ],
    ["a time that is none", { ...good, timestamp: "yesterday" }, "bad-request", "RFC 3339"],
    ["a day that is none", { ...good, timestamp: "2022-02-30T12:50:00+06:00Z" }, "bad-request", "a day"],
  ])("%s", async (_case, body, reason, message) => {
    const { post, memory } = await application();
    expect(await post(body)).toEqual([
      400,
      expect.objectContaining({ reason, message: expect.stringContaining(message) }),
    ]);
    expect(memory.events).toEqual([]);
  });
});

test("no token, or a wrong one: 403", async () => {
  const { post } = await application();
  expect((await post(good, {}))[0]).toBe(403);
  expect((await post(good, { authorization: "token wrong" }))[0]).toBe(403);
});

test("an event that cannot be kept now is not said to be: 503", async () => {
  const handlers = [keepingHandler(() => Promise.reject(new Error("the disk is full")))];
  const { post } = await application({ handlers });
  expect(await post(good)).toEqual([503, expect.objectContaining({ reason: "log-unavailable" })]);
});

test("an event that is too large: 413", async () => {
  const { post } = await application();
  const data = { action: "get", path: "x".repeat(1024 * 1024) };
  expect((await post({ ...good, data }))[0]).toBe(413);
});

describe("of a schema that is broadcast", () => {
  test("an event is not recorded, but a wrong one is told", async () => {
    const { post, log, memory } = await application({ allowedSchemas: [] });
    log.live.broadcastSchemas = [schema_id];
    const passed: string[] = [];
    log.live.subscribe(({ line, timestamp }) => passed.push(`${timestamp} ${JSON.parse(line).path}`));
    expect(await post({ ...good, timestamp: "2022-05-26T12:50:00+06:00Z" })).toEqual([204, undefined]);
    expect((await post({ ...good, data: {} }))[1]).toMatchObject({ reason: "invalid-event" });
    expect((await post({ ...good, timestamp: "soon" }))[1]).toMatchObject({ reason: "bad-request" });
    expect((await post({ ...good, version: "2" }))[1]).toMatchObject({ reason: "unknown-schema" });
    expect(passed).toEqual(["2022-05-26T06:50:00Z a.md"]);
    expect(memory.events).toEqual([]);
  });

  test("an event is recorded where the schema is allowed as well", async () => {
    const { post, log, memory } = await application();
    log.live.broadcastSchemas = [schema_id];
    expect(await post(good)).toEqual([204, undefined]);
    expect(memory.events).toHaveLength(1);
  });
});
