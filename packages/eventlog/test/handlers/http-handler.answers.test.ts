import { describe, expect, onTestFinished, test } from "vitest";
import type { RetryLater, SpooledEvent } from "../../src/index.js";
import { HttpDestination } from "../../src/handlers/http/http-destination.js";
import { numbersIn, sampleRecord, sampleRecords, secret } from "../../src/testing/sample-records.js";
import { openedHTTP } from "../support/opened-http.js";
import { type Posted, RecordingServer } from "../support/recording-server.js";

const numbersOf = ({ body }: Posted) => numbersIn(body.split("\n").slice(0, -1));

describe("an answer that may be another one later", () => {
  test.each([
    [401, "the server refuses the login (401); look after token and headers"],
    [403, "the server refuses the login (403); look after token and headers"],
    [404, "the server has nothing at this address (404); look after url"],
    [415, "the server answers 415"],
    [408, "the server asks for time (408)"],
    [425, "the server asks for time (425)"],
    [429, "the server asks for time (429)"],
    [500, "the server answers 500"],
    [503, "the server answers 503"],
    [207, "the server takes a part of the events and does not say which (207)"],
    [302, "the server redirects elsewhere (302); look after url"],
    [304, "the server redirects elsewhere (304); look after url"],
  ])("%i loses nothing", async (status, words) => {
    const { server, handler, messages } = await openedHTTP();
    const failures = 3;
    server.answer = (posted, response) => {
      if (server.posts.length > failures) server.take(posted, response);
      else response.writeHead(status).end(status === 304 ? undefined : posted.body);
    };
    const kept = sampleRecords(5).map((record) => handler.keep(record, "delivered"));
    await Promise.all(kept);
    expect(numbersIn(server.lines)).toEqual([0, 1, 2, 3, 4]);
    expect(handler.statistics).toMatchObject({ deadLettered: 0, retried: failures });
    expect(messages).toEqual([`cannot deliver: ${words}; events wait in the spool`, "delivers again"]);
  });

  test("says for how long it wants to be left alone", async () => {
    const server = await RecordingServer.start();
    onTestFinished(() => server.goAway());
    server.answer = (_, response) => void response.writeHead(503, { "retry-after": "120" }).end();
    const body = { format: "ndjson", items: "recorded", gzip: false } as const;
    const url = new URL(server.url);
    const destination = new HttpDestination({ url, token: undefined, headers: {}, tls: {}, body });
    const batch = [{ position: 1, id: "an id", line: "{}" }] as SpooledEvent[];
    const error = await destination.send(batch, new AbortController().signal).catch((error) => error);
    await destination.close();
    expect((error as RetryLater).delay).toBe(120_000);
  });

  test("that never ends is not read for ever", async () => {
    const { server, handler, messages } = await openedHTTP();
    server.answer = (posted, response) => {
      if (server.posts.length > 1) server.take(posted, response);
      else response.writeHead(400).end("x".repeat(5 * 1024 * 1024));
    };
    await handler.keep(sampleRecord(1), "delivered");
    expect(messages[0]).toContain("the server's answer is longer than 4 MiB");
  });
});

describe("a refusal", () => {
  test.each([400, 413, 422])("%i that does not say of what ends with the event to blame", async (status) => {
    const { server, handler, deadLetters, messages } = await openedHTTP();
    server.answer = (posted, response) => {
      if (numbersOf(posted).includes(5)) response.writeHead(status).end("number 5 is not welcome");
      else server.take(posted, response);
    };
    for (const record of sampleRecords(9)) handler.handle(record);
    await handler.flush("delivered");
    expect(numbersIn(server.lines)).toEqual([0, 1, 2, 3, 4, 6, 7, 8]);
    expect(deadLetters()).toMatchObject([
      { reason: `${status}: number 5 is not welcome`, event: { number: 5 } },
    ]);
    expect(messages.join()).not.toMatch(`not welcome|${secret}`);
  });
});

describe("the answer of another Daybook", () => {
  /** A Daybook that refuses some events with a status each, and answers as `docs/rest.md` says. */
  function answerAsDaybook(server: RecordingServer, statusOf: (number: number, post: number) => number) {
    server.answer = ({ body }, response) => {
      const lines = body.split("\n").slice(0, -1);
      const statuses = lines.map((line) => statusOf(JSON.parse(line).event.number, server.posts.length));
      const refused = statuses
        .map((status, index) => ({ index, status, message: "m", reason: "r" }))
        .filter(({ status }) => status !== 201);
      server.lines.push(...lines.filter((_, index) => statuses[index] === 201));
      const recorded = lines.length - refused.length;
      response.writeHead(recorded > 0 ? 207 : Math.max(...statuses));
      response.end(JSON.stringify({ recorded, refused }));
    };
  }
  const arrived = (server: RecordingServer) => server.lines.map((line) => JSON.parse(line).event.number);

  test("names the events that it refuses: nothing is sent twice", async () => {
    const { server, handler, deadLetters } = await openedHTTP({ items: "daybook" });
    answerAsDaybook(server, (number) => (number % 4 === 1 ? 400 : number === 6 ? 403 : 201));
    for (const record of sampleRecords(8)) handler.handle(record);
    await handler.flush("delivered");
    expect(server.posts).toHaveLength(1);
    expect(arrived(server)).toEqual([0, 2, 3, 4, 7]);
    expect(deadLetters().map(({ event }) => event.number)).toEqual([1, 5, 6]);
    expect(JSON.parse(deadLetters()[0]?.reason ?? "")).toMatchObject({ index: 1, status: 400, reason: "r" });
  });

  test("that refuses all of them is no reason to send each alone", async () => {
    const { server, handler, deadLetters } = await openedHTTP({ items: "daybook" });
    answerAsDaybook(server, () => 400);
    for (const record of sampleRecords(8)) handler.handle(record);
    await handler.flush("delivered");
    expect(server.posts).toHaveLength(1);
    expect(deadLetters()).toHaveLength(8);
  });

  test("that keeps a part only gets the other part again, and nothing twice", async () => {
    const { server, handler, deadLetters } = await openedHTTP({ items: "daybook" });
    answerAsDaybook(server, (number, post) => (number === 2 ? 400 : number > 4 && post === 1 ? 503 : 201));
    for (const record of sampleRecords(8)) handler.handle(record);
    await handler.flush("delivered").catch(() => handler.flush("delivered"));
    expect(server.posts.map(({ body }) => body.split("\n").length - 1)).toEqual([8, 3]);
    expect(arrived(server)).toEqual([0, 1, 3, 4, 5, 6, 7]);
    expect(deadLetters().map(({ event }) => event.number)).toEqual([2]);
  });

  test("that stopped trying gets again what was not tried", async () => {
    const { server, handler } = await openedHTTP({ items: "daybook" });
    const all = (posted: Posted) => posted.body.split("\n").slice(0, -1);
    server.answer = (posted, response) => {
      const lines = all(posted);
      const first = server.posts.length === 1;
      server.lines.push(...(first ? lines.slice(0, 2) : lines));
      const refused = first ? [{ index: 2, status: 503 }] : [];
      const rest = first ? { unlisted: lines.length - 3, untriedFrom: 3 } : {};
      const recorded = first ? 2 : lines.length;
      response.writeHead(first ? 207 : 201).end(JSON.stringify({ recorded, refused, ...rest }));
    };
    for (const record of sampleRecords(8)) handler.handle(record);
    await handler.flush("delivered").catch(() => handler.flush("delivered"));
    expect(arrived(server)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test("that does not list all that it refuses gets fewer at once", async () => {
    const { server, handler, deadLetters } = await openedHTTP({ items: "daybook" });
    server.answer = ({ body }, response) => {
      const lines = body.split("\n").slice(0, -1);
      const refused = [{ index: 0, status: 400 }];
      const unlisted = lines.length - 1;
      response
        .writeHead(400)
        .end(JSON.stringify({ recorded: 0, refused, ...(unlisted > 0 ? { unlisted } : {}) }));
    };
    for (const record of sampleRecords(6)) handler.handle(record);
    await handler.flush("delivered");
    expect(deadLetters().map(({ event }) => event.number)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("must be one: a page for people confirms nothing", async () => {
    const { server, handler } = await openedHTTP({ items: "daybook" });
    server.answer = (_, response) => void response.writeHead(200).end("<html>Log in</html>");
    handler.handle(sampleRecord(1));
    await expect(handler.flush("delivered")).rejects.toThrow("what answers there (200) is no Daybook");
  });
});

describe("a redirect", () => {
  test("of the server to itself is followed", async () => {
    const { server, handler } = await openedHTTP();
    server.answer = (posted, response) => {
      if (posted.path === "/moved") server.take(posted, response);
      else response.writeHead(308, { location: "/moved" }).end();
    };
    await handler.keep(sampleRecord(1), "delivered");
    expect(numbersIn(server.lines)).toEqual([1]);
  });

  test("to another server is not: it gets neither events nor tokens", async () => {
    const other = await RecordingServer.start();
    onTestFinished(() => other.goAway());
    const { server, handler } = await openedHTTP();
    server.answer = (_, response) => void response.writeHead(307, { location: other.url }).end();
    handler.handle(sampleRecord(1));
    await expect(handler.flush("delivered")).rejects.toThrow("the server redirects elsewhere (307)");
    expect(other.posts).toEqual([]);
  });

  test("in a circle ends", async () => {
    const { server, handler } = await openedHTTP({ retryDelay: 60_000, maxRetryDelay: 60_000 });
    server.answer = (_, response) => void response.writeHead(307, { location: "/ingest" }).end();
    handler.handle(sampleRecord(1));
    await expect(handler.flush("delivered")).rejects.toThrow("the server redirects elsewhere (307)");
    expect(server.posts).toHaveLength(4);
  });
});
