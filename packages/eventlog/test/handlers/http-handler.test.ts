import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { certificateFiles } from "../../../../test/support/certificate.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { EventLogError, HandlerError, HTTPHandler, type HTTPHandlerOptions } from "../../src/index.js";
import { linesOf, numbersIn, sampleRecord, sampleRecords, secret } from "../../src/testing/sample-records.js";
import { opened } from "../support/opened.js";
import { openedHTTP } from "../support/opened-http.js";
import { RecordingServer } from "../support/recording-server.js";

afterEach(() => void vi.unstubAllEnvs());

describe("what is posted", () => {
  test("is a line for each event, as in a log file", async () => {
    const { server, handler } = await openedHTTP();
    const records = sampleRecords(3);
    for (const record of records) handler.handle(record);
    await handler.flush("delivered");
    const [post] = server.posts;
    expect(post).toMatchObject({ method: "POST", path: "/ingest?key=of-the-address" });
    expect(post?.headers).toMatchObject({ "content-type": "application/x-ndjson" });
    expect(server.lines).toEqual(linesOf(records));
  });

  test.each([
    ["recorded", ({ line }: { line: string }) => JSON.parse(line)],
    [
      "identified",
      ({ id, sequence, line }: { id: string; sequence: number; line: string }) => {
        return { id, sequence, event: JSON.parse(line) };
      },
    ],
  ] as const)("is an array with format json, of %s items", async (items, form) => {
    const { server, handler } = await openedHTTP({ format: "json", items });
    const records = sampleRecords(2);
    for (const record of records) handler.handle(record);
    await handler.flush("delivered");
    expect(server.posts[0]?.headers).toMatchObject({ "content-type": "application/json" });
    expect(JSON.parse(server.posts[0]?.body ?? "")).toEqual(records.map(form));
  });

  test("has no capsule where another Daybook is to make one", async () => {
    const { server, handler } = await openedHTTP({ items: "daybook" });
    server.answer = (posted, response) => {
      server.lines.push(posted.body.trimEnd());
      response.writeHead(201).end(JSON.stringify({ recorded: 1, refused: [] }));
    };
    const record = sampleRecord(7);
    await handler.keep(record, "delivered");
    expect(JSON.parse(server.lines[0] ?? "")).toEqual({
      schema: "example.org/contract",
      version: 1,
      timestamp: "2026-11-23T06:39:42.447Z",
      id: record.id,
      event: { number: 7, text: secret },
    });
  });

  test("is packed with gzip", async () => {
    const { server, handler } = await openedHTTP({ gzip: true });
    await handler.keep(sampleRecord(1), "delivered");
    expect(server.posts[0]?.headers).toMatchObject({ "content-encoding": "gzip" });
    expect(numbersIn(server.lines)).toEqual([1]);
  });

  test("has a key that is the same when it comes again, and of each batch another", async () => {
    const { server, handler } = await openedHTTP();
    server.answer = (posted, response) => {
      if (server.posts.length === 1) response.socket?.destroy();
      else server.take(posted, response);
    };
    const record = sampleRecord(1);
    await handler.keep(record, "delivered");
    await handler.keep(sampleRecord(2), "delivered");
    for (const more of sampleRecords(2, 3)) handler.handle(more);
    await handler.flush("delivered");
    const keys = server.posts.map(({ headers }) => headers["idempotency-key"]);
    expect(keys.slice(0, 2)).toEqual([record.id, record.id]);
    expect(new Set(keys).size).toBe(3);
  });

  test("takes one connection", async () => {
    const { server, handler } = await openedHTTP();
    for (const record of sampleRecords(5)) await handler.keep(record, "delivered");
    expect(server.posts).toHaveLength(5);
    expect(new Set(server.posts.map(({ port }) => port)).size).toBe(1);
  });

  test("passes by the proxies that the environment names", async () => {
    const proxy = await RecordingServer.start();
    onTestFinished(() => proxy.goAway());
    for (const name of ["HTTP_PROXY", "http_proxy", "ALL_PROXY"]) vi.stubEnv(name, proxy.url);
    const { server, handler } = await openedHTTP();
    await handler.keep(sampleRecord(1), "delivered");
    expect([server.posts.length, proxy.posts.length]).toEqual([1, 0]);
  });
});

describe("secrets", () => {
  test("come from the environment, and from files that may change", async () => {
    vi.stubEnv("DAYBOOK_TEST_KEY", "from the environment");
    const folder = temporaryFolder({ token: "the first\n" });
    const headers = { "X-Api-Key": { env: "DAYBOOK_TEST_KEY" }, "X-Plain": "plain" };
    const { server, handler } = await openedHTTP({ token: { file: "token" }, headers }, folder);
    await handler.keep(sampleRecord(1), "delivered");
    writeFileSync(join(folder, "token"), "the second");
    await handler.keep(sampleRecord(2), "delivered");
    expect(server.posts[0]?.headers).toMatchObject({
      authorization: "Bearer the first",
      "x-api-key": "from the environment",
      "x-plain": "plain",
    });
    expect(server.posts[1]?.headers).toMatchObject({ authorization: "Bearer the second" });
  });

  test.each<[Partial<HTTPHandlerOptions>, string]>([
    [{ token: { env: "DAYBOOK_TEST_NONE" } }, "no token in the environment variable DAYBOOK_TEST_NONE"],
    [{ token: { file: "none" } }, "there is no such file"],
    [{ headers: { "X-Key": { env: "DAYBOOK_TEST_NONE" } } }, "there is no header X-Key in"],
    [{ headers: { "X-Key": { env: "DAYBOOK_TEST_LINES" } } }, "holds characters that no header can"],
  ])("that are not there stop the start: %j", (options, message) => {
    vi.stubEnv("DAYBOOK_TEST_LINES", "two\nlines");
    const handler = new HTTPHandler({ url: "http://127.0.0.1:1/", ...options });
    expect(() => opened(handler)).toThrow(message);
    expect(() => opened(handler)).toThrow(HandlerError);
  });

  test("are in no message, and neither is the address", async () => {
    vi.stubEnv("DAYBOOK_TEST_TOKEN", "a-token-3f81");
    const { server, handler, messages } = await openedHTTP({ token: { env: "DAYBOOK_TEST_TOKEN" } });
    const statuses = [401, 500, 302];
    server.answer = ({ body, headers }, response) => {
      response.writeHead(statuses.shift() ?? 400, { location: "http://a-token-3f81.example.org/" });
      response.end(`${headers.authorization} ${body}`);
    };
    handler.handle(sampleRecord(1));
    await handler.flush("delivered").catch(() => {});
    await expect(handler.keep(sampleRecord(2), "delivered")).rejects.toThrow("refuses the event for good");
    expect(messages.length).toBeGreaterThan(2);
    expect([handler.name, ...messages].join("\n")).not.toMatch(
      /a-token-3f81|do-not-tell|of-the-address|ingest/,
    );
  });
});

describe("TLS", () => {
  const files = certificateFiles;

  async function secureServer() {
    const { ca, key } = files();
    const lines: string[] = [];
    const server = createServer(
      { cert: readFileSync(ca), key: readFileSync(key) },
      async (request, response) => {
        for await (const piece of request) lines.push(String(piece));
        response.writeHead(204).end();
      },
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`, ca, lines };
  }

  test("with the server's authority delivers", async () => {
    const { url, ca, lines } = await secureServer();
    const handler = new HTTPHandler({ url, tls: { ca } });
    opened(handler);
    await handler.keep(sampleRecord(1), "delivered");
    await handler.close();
    expect(lines).toHaveLength(1);
  });

  test("with a server that nobody vouches for sends nothing", async () => {
    const { url, lines } = await secureServer();
    const handler = new HTTPHandler({ url, closeTimeout: 0 });
    opened(handler);
    handler.handle(sampleRecord(1));
    await expect(handler.flush("delivered")).rejects.toThrow("its certificate is signed by");
    await handler.close();
    expect(lines).toEqual([]);
  });

  test("with files that hold something else stops the start", () => {
    const folder = temporaryFolder({ "not.pem": "not a certificate" });
    const handler = new HTTPHandler({
      url: "https://127.0.0.1:1/",
      tls: { cert: "not.pem", key: "not.pem" },
    });
    expect(() => opened(handler, folder)).toThrow("the files of tls (cert, key) are not in PEM");
  });
});

describe("options that are wrong", () => {
  const url = "https://events.example.org/";
  test.each<[string, object, string]>([
    ["no url", {}, "the url of an HTTPHandler is such as"],
    ["another protocol", { url: "ftp://events.example.org/" }, "the url of an HTTPHandler is such as"],
    ["a password in the url", { url: "https://ada:pw@events.example.org/" }, "holds no user and password"],
    ["a format", { url, format: "xml" }, "the format of an HTTPHandler is ndjson or json"],
    ["items", { url, items: "all" }, "the items of an HTTPHandler is recorded or identified or daybook"],
    ["a certificate alone", { url, tls: { cert: "c.pem" } }, "needs cert and key together"],
    [
      "tls without it",
      { url: "http://events.example.org", tls: { ca: "c.pem" } },
      "goes with a url that begins",
    ],
    ["a secret in the clear", { url, headers: { authorization: "Basic eDp5" } }, "authorization is a secret"],
    ["a header of ours", { url, headers: { "Content-Length": "5" } }, "is set by the handler"],
    ["no header", { url, headers: { "a b": "5" } }, "a b is no header of HTTP"],
    ["a header that breaks the line", { url, headers: { a: "5\r\nb: 6" } }, "a is no header of HTTP"],
    [
      "two logins",
      { url, token: { env: "A" }, headers: { Authorization: { env: "B" } } },
      "Authorization and token exclude each other",
    ],
    ["an option of the spool", { url, batchEvents: 0 }, "the batchEvents of a HTTPHandler"],
  ])("%s", (_, options, message) => {
    const make = () => new HTTPHandler(options as HTTPHandlerOptions);
    expect(make).toThrow(message);
    expect(make).toThrow(EventLogError);
    expect(make).not.toThrow(/eDp5|pw@/);
  });
});
