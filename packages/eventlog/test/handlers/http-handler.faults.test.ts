import { expect, test } from "vitest";
import { numbersIn, sampleRecord, sampleRecords } from "../../src/testing/sample-records.js";
import { openedHTTP } from "../support/opened-http.js";

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

test("a server that is away at the start is told of once, and gets all when it comes", async () => {
  const { server, handler, messages } = await openedHTTP();
  await server.goAway();
  for (const record of sampleRecords(5)) handler.handle(record);
  for (let tries = 0; tries < 3; tries++)
    await expect(handler.flush("delivered")).rejects.toThrow("ECONNREFUSED");
  const kept = handler.keep(sampleRecord(5), "delivered");
  await server.comeBack();
  await kept;
  expect(numbersIn(server.lines)).toEqual(upTo(6));
  expect(messages).toEqual([
    "cannot deliver: nobody listens there (ECONNREFUSED); events wait in the spool",
    "delivers again",
  ]);
});

test("a server that is killed in the middle and comes back gets the rest, in order", async () => {
  const { server, handler } = await openedHTTP({ batchEvents: 10 });
  server.answer = async (posted, response) => {
    if (server.posts.length !== 3) return server.take(posted, response);
    await server.goAway();
    await server.comeBack();
  };
  const kept = sampleRecords(60).map((record) => handler.keep(record, "delivered"));
  await Promise.all(kept);
  expect(numbersIn(server.lines)).toEqual(upTo(60));
});

test("when the answer is lost, a server that looks at the ids has nothing twice", async () => {
  const { server, handler } = await openedHTTP({ batchEvents: 10, items: "identified" });
  const known = new Map<string, number>();
  server.answer = (posted, response) => {
    for (const line of posted.body.split("\n").slice(0, -1)) {
      const { id, event } = JSON.parse(line);
      if (!known.has(id)) known.set(id, event.number);
    }
    if (server.posts.length % 2 === 1) response.socket?.destroy();
    else response.writeHead(204).end();
  };
  const kept = sampleRecords(30).map((record) => handler.keep(record, "delivered"));
  await Promise.all(kept);
  expect([...known.values()]).toEqual(upTo(30));
});

test("an answer that breaks off confirms nothing", async () => {
  const { server, handler } = await openedHTTP();
  server.answer = (posted, response) => {
    if (server.posts.length > 1) return server.take(posted, response);
    response.writeHead(200, { "content-length": "100" }).write("{", () => response.socket?.destroy());
  };
  await handler.keep(sampleRecord(1), "delivered");
  expect(numbersIn(server.lines)).toEqual([1]);
});

test("a server that does not answer in time gets it again", async () => {
  const { server, handler, messages } = await openedHTTP({ timeout: 20 });
  server.answer = (posted, response) => {
    if (server.posts.length > 1) server.take(posted, response);
  };
  await handler.keep(sampleRecord(1), "delivered");
  expect(numbersIn(server.lines)).toEqual([1]);
  expect(messages[0]).toContain("the destination has not confirmed within 20 ms");
});

test("a connection that the server has closed while it was idle is no failure", async () => {
  const { server, handler, messages } = await openedHTTP();
  server.answer = (posted, response) => {
    // Closed only when the next request comes, so that the client cannot know.
    if (server.posts.length === 2) response.socket?.resetAndDestroy();
    else server.take(posted, response);
  };
  await handler.keep(sampleRecord(1), "delivered");
  await handler.keep(sampleRecord(2), "delivered");
  expect(numbersIn(server.lines)).toEqual([1, 2]);
  expect(messages).toEqual([]);
});

test("closing does not wait for a server that never answers", async () => {
  const { server, handler } = await openedHTTP({ closeTimeout: 20 });
  const asked = new Promise<void>((resolve) => {
    server.answer = () => resolve();
  });
  const kept = handler.keep(sampleRecord(1), "delivered");
  const refused = expect(kept).rejects.toThrow("closed; the event waits in the spool");
  await asked;
  await handler.close();
  await refused;
});
