import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { token } from "../../support/test-server.js";
import { allowed, liveServer, other } from "./live-client.js";

describe("as jupyter_server does it, a subscriber", () => {
  test("gets each event as the id of its schema and its properties, without a capsule", async () => {
    const { subscribe, record } = await liveServer();
    const client = await subscribe();
    record("a.md");
    await client.has(1);
    expect(client.frames).toEqual([{ schema_id: allowed, action: "get", path: "a.md" }]);
  });

  test("gets what others post and what the server records of calls", async () => {
    const { subscribe, url } = await liveServer();
    const client = await subscribe();
    const headers = { authorization: `token ${token}` };
    const body = { schema_id: allowed, version: "1", data: { action: "get", path: "posted" } };
    await fetch(`${url}api/events`, { method: "POST", headers, body: JSON.stringify(body) });
    await fetch(`${url}api/contents`, { headers });
    await client.has(3);
    expect(client.frames.map(({ schema_id, path }) => [schema_id, path])).toEqual([
      [allowed, "posted"],
      [expect.stringContaining("contentsmanager-actions"), null],
      [allowed, ""],
    ]);
  });

  test("gets nothing of what is not allowed, and of the rest what policy leaves", async () => {
    const { subscribe, log, record, withheld } = await liveServer();
    const client = await subscribe();
    log.recordEvent(other, 1, { action: "start", username: "ada", servername: "" });
    log.recordEvent(withheld, 1, { action: "get", path: "secret" });
    record("last");
    await client.has(2);
    expect(client.frames).toEqual([
      { schema_id: withheld, action: "get", path: null },
      { schema_id: allowed, action: "get", path: "last" },
    ]);
  });

  test("is told 403 without the token", async () => {
    const { url } = await liveServer();
    const socket = new WebSocket(`${url}api/events/subscribe`);
    const [, { statusCode }] = await once(socket, "unexpected-response");
    socket.on("error", () => {}).terminate();
    expect(statusCode).toBe(403);
  });
});

test("all get all, in one order, also those that come and go meanwhile", async () => {
  const { subscribe, record } = await liveServer();
  const clients = await Promise.all(Array.from({ length: 300 }, () => subscribe()));
  const leaving = clients.splice(0, 20);
  for (let index = 0; index < 20; index++) {
    record(`${index}`);
    leaving[index]?.socket.terminate();
    if (index % 5 === 4) await new Promise(setImmediate);
  }
  const late = await subscribe();
  record("20");
  await Promise.all(clients.map((client) => client.has(21)));
  await late.has(1);
  const paths = Array.from({ length: 21 }, (_, index) => `${index}`);
  for (const client of clients) expect(client.paths).toEqual(paths);
  expect(late.paths).toEqual(["20"]);
});

test("events of a schema that is registered later are seen by those who were there before", async () => {
  const { subscribe, log } = await liveServer();
  const client = await subscribe();
  log.registerSchema({ $id: "example.org/late", version: 1, properties: { open: {} } });
  log.allowedSchemas = ["example.org/late"];
  log.recordEvent("example.org/late", 1, { open: true });
  await client.has(1);
  expect(client.frames).toEqual([{ schema_id: "example.org/late", open: true }]);
});

test("events of a broadcast schema are passed on whole, kept nowhere, and not sent again", async () => {
  const { subscribe, log, memory, record } = await liveServer();
  log.live.broadcastSchemas = [other];
  const before = new Date().toISOString();
  const client = await subscribe();
  log.recordEvent(other, 1, { action: "start", username: "ada", servername: "", extra: 1 });
  await client.has(1);
  expect(client.frames).toEqual([
    { schema_id: other, action: "start", username: "ada", servername: "", extra: 1 },
  ]);
  expect(memory.events).toEqual([]);
  record("a");
  const late = await subscribe(`&since=${before}`);
  await late.has(2);
  expect(late.paths).toEqual([undefined, "a"]);
});

describe("?schema=", () => {
  test("keeps to one schema, or several", async () => {
    const { subscribe, log, record, withheld } = await liveServer();
    const one = await subscribe(`&schema=${withheld}`);
    const both = await subscribe(`&schema=${withheld}&schema=${encodeURIComponent(allowed)}`);
    log.recordEvent(withheld, 1, { action: "get", path: "" });
    record("a");
    log.recordEvent(withheld, 1, { action: "save", path: "" });
    await both.has(3);
    await one.has(2);
    expect(both.frames.map(({ action }) => action)).toEqual(["get", "get", "save"]);
    expect(one.frames.map(({ schema_id, action }) => [schema_id, action])).toEqual([
      [withheld, "get"],
      [withheld, "save"],
    ]);
  });

  test.each([
    ["&schema=nope", "unknown-schema"],
    [`&schema=${other}&schema=`, "unknown-schema"],
    ["&since=yesterday", "bad-request"],
    ["&since=", "bad-request"],
    ["&since=2026-02-30T25:00:00Z", "bad-request"],
    ["&since=2026-02-20T20:00:00Z&since=2026-02-20T20:00:00Z", "bad-request"],
  ])("%s is refused before the upgrade", async (query, reason) => {
    const { url } = await liveServer();
    const socket = new WebSocket(`${url}api/events/subscribe?token=${token}${query}`);
    const [, answer] = await once(socket, "unexpected-response");
    const [body] = await once(answer, "data");
    socket.on("error", () => {}).terminate();
    expect([answer.statusCode, JSON.parse(body).reason]).toEqual([400, reason]);
  });
});

describe("?since=", () => {
  test("first says whether all is there, then sends what was missed, then what comes, none twice", async () => {
    const { subscribe, record } = await liveServer();
    const since = new Date().toISOString();
    record("missed");
    const [client] = await Promise.all([subscribe(`&since=${since}`)]);
    record("live");
    await client.has(3);
    expect(client.frames).toEqual([
      { schema_id: "daybook/replay", since, complete: true, events: 1 },
      { schema_id: allowed, action: "get", path: "missed" },
      { schema_id: allowed, action: "get", path: "live" },
    ]);
  });

  test("keeps to the schemas that were asked for, and takes other offsets", async () => {
    const { subscribe, record } = await liveServer();
    record("a");
    const hour = 60 * 60_000;
    const since = new Date(Date.now() + hour - 1000).toISOString().replace("Z", "+01:00");
    const client = await subscribe(`&schema=${other}&since=${since}`);
    await client.has(1);
    expect(client.frames).toMatchObject([{ schema_id: "daybook/replay", events: 0 }]);
  });

  test("from before the server was started is told to be incomplete", async () => {
    const { subscribe, record } = await liveServer();
    record("a");
    const client = await subscribe("&since=2026-01-15T09:30:00Z");
    await client.has(2);
    expect(client.frames[0]).toMatchObject({ complete: false, events: 1 });
  });

  test("sends whoever reads at once all that there is, though it is more than they may be behind", async () => {
    const { subscribe, record } = await liveServer();
    const since = new Date().toISOString();
    for (let index = 0; index < 30; index++) record(`${index} ${"x".repeat(100_000)}`);
    const client = await subscribe(`&since=${since}`);
    await client.has(31);
    record("live");
    await client.has(32);
    expect(client.paths.at(-1)).toBe("live");
  });
});

describe("a reader who is too slow", () => {
  test("is closed with 1013, and no other misses anything", async () => {
    const { subscribe, record } = await liveServer();
    const [slow, quick] = [await subscribe(), await subscribe()];
    slow.socket.pause();
    const count = 400;
    for (let index = 0; index < count; index++) {
      record(`${index} ${"x".repeat(100_000)}`);
      await quick.has(index + 1);
    }
    expect(quick.frames).toHaveLength(count);
    slow.socket.resume();
    const [code, reason] = await slow.closed;
    expect([code, String(reason)]).toEqual([1013, "too slow: connect again, with ?since= to catch up"]);
    expect(slow.frames.length).toBeLessThan(count);
    expect(slow.paths).toEqual(quick.paths.slice(0, slow.frames.length));
  });

  test("is nobody who reads, however large one event is", async () => {
    const { subscribe, record } = await liveServer();
    const client = await subscribe();
    record("x".repeat(3 * 1024 * 1024));
    await client.has(1);
    record("small");
    await client.has(2);
    expect(client.paths[1]).toBe("small");
  });
});

test("a server that stops ends it with 1001", async () => {
  const { subscribe, close } = await liveServer();
  const client = await subscribe();
  await close();
  expect((await client.closed)[0]).toBe(1001);
});
