import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import * as library from "../../src/index.js";
import { numbersIn, sampleRecords } from "../../src/testing/sample-records.js";

const page = readFileSync(new URL("../../../../docs/handlers/spool.md", import.meta.url), "utf8");
const [, code = ""] = /```js\n(.*?)```/s.exec(page) ?? [];

/** The class of the page, made as its module would make it. */
const PostHandler: new (options: { url: string } & library.SpoolOptions) => library.SpooledHandler =
  new Function(
    ...Object.keys(library),
    code.replace(/^import .*$/gm, "").replace("export default class", "return class"),
  )(...Object.values(library));

const closings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

/** A server that answers each post with the next of these statuses, then with 204. */
async function serverAnswering(...statuses: number[]) {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const status = statuses.shift() ?? 204;
    if (status === 204) bodies.push(body);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closings.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const lines = () => bodies.flatMap((body) => body.split("\n").slice(0, -1));
  return { url: `http://127.0.0.1:${port}/events`, lines };
}

function postHandler(url: string) {
  const handler = new PostHandler({ url, spool: temporaryFolder(), retryDelay: 1, maxRetryDelay: 1 });
  const messages: string[] = [];
  handler.open({ directory: temporaryFolder(), report: (problem) => void messages.push(problem.message) });
  closings.unshift(() => handler.close());
  return { handler, messages };
}

describe("the handler of docs/handlers/spool.md", () => {
  test("delivers, also to a server that is busy at first", async () => {
    const server = await serverAnswering(503, 429);
    const { handler, messages } = postHandler(server.url);
    const kept = sampleRecords(10).map((record) => handler.keep(record, "delivered"));
    await Promise.all(kept);
    expect(numbersIn(server.lines())).toEqual([...Array(10).keys()]);
    expect(messages.at(-1)).toBe("delivers again");
    expect(handler.name).toBe(`PostHandler ${new URL(server.url).host}`);
  });

  test("finds the event that is refused", async () => {
    // The batch, its first half, and of that the first event.
    const server = await serverAnswering(400, 400, 400);
    const { handler } = postHandler(server.url);
    for (const record of sampleRecords(4)) handler.handle(record);
    await handler.flush("delivered");
    expect(numbersIn(server.lines())).toEqual([1, 2, 3]);
    expect(handler.statistics.deadLettered).toBe(1);
  });
});

test("the page lists the options that all handlers with a spool take", () => {
  const [, section = ""] = /## Options\n(.*?)\n## /s.exec(page) ?? [];
  const listed = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, option]) => option);
  expect(listed).toEqual(Object.keys(library.spoolOptionsSchema));
});
