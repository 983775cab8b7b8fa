import { expect, test } from "vitest";
import { RawConnection } from "../../../server/test/support/raw-connection.js";
import { CountingUpstream } from "../support/counting-upstream.js";
import { testGateway } from "../support/test-gateway.js";

const host = "Host: localhost";
const second = ["GET /second HTTP/1.1", host, "Connection: close", "", ""].join("\r\n");
const post = (...lines: string[]): string => ["POST /first HTTP/1.1", host, ...lines].join("\r\n");
const get = (target: string, ...lines: string[]): string =>
  [`GET ${target} HTTP/1.1`, host, ...lines, "", ""].join("\r\n");

/** What is sent, and how many of the requests in it reach the server behind. */
type Case = readonly [name: string, bytes: string, reaching: number];

const framing: readonly Case[] = [
  [
    "a length and chunks",
    post("Content-Length: 5", "Transfer-Encoding: chunked", "", `0\r\n\r\n${second}`),
    0,
  ],
  [
    "chunks and a length",
    post("Transfer-Encoding: chunked", "Content-Length: 5", "", `0\r\n\r\n${second}`),
    0,
  ],
  ["two lengths", post("Content-Length: 0", `Content-Length: ${second.length}`, "", second), 0],
  ["the same length twice", post("Content-Length: 0", "Content-Length: 0", "", second), 0],
  ["a list of lengths", post("Content-Length: 0, 0", "", second), 0],
  ["a length with a sign", post("Content-Length: +0", "", second), 0],
  ["a negative length", post("Content-Length: -1", "", second), 0],
  ["a length in hexadecimal", post("Content-Length: 0x0", "", second), 0],
  ["an empty length", post("Content-Length: ", "", second), 0],
  ["a length beyond all numbers", post("Content-Length: 99999999999999999999999", "", second), 0],
  ["another coding", post("Transfer-Encoding: xchunked", "", `0\r\n\r\n${second}`), 0],
  ["two codings", post("Transfer-Encoding: gzip, chunked", "", `0\r\n\r\n${second}`), 0],
  [
    "chunked twice",
    post("Transfer-Encoding: chunked", "Transfer-Encoding: chunked", "", `0\r\n\r\n${second}`),
    0,
  ],
  ["chunked in quotes", post('Transfer-Encoding: "chunked"', "", `0\r\n\r\n${second}`), 0],
  ["identity", post("Transfer-Encoding: identity", "", second), 0],
  ["a tab before chunked", post("Transfer-Encoding:\tchunked", "", `0\r\n\r\n${second}`), 2],
  ["chunked behind a vertical tab", post("Transfer-Encoding: \vchunked", "", `0\r\n\r\n${second}`), 0],
  ["a blank before the colon", post("Transfer-Encoding : chunked", "", `0\r\n\r\n${second}`), 0],
  ["a length with a blank before the colon", post("Content-Length : 5", "", second), 0],
  [
    "chunks for HTTP/1.0",
    `POST /first HTTP/1.0\r\n${host}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${second}`,
    0,
  ],
  ["a chunk that is no number", post("Transfer-Encoding: chunked", "", `g\r\n\r\n${second}`), 0],
  ["a chunk with a sign", post("Transfer-Encoding: chunked", "", `+1\r\na\r\n0\r\n\r\n${second}`), 0],
  [
    "a chunk in hexadecimal with 0x",
    post("Transfer-Encoding: chunked", "", `0x1\r\na\r\n0\r\n\r\n${second}`),
    0,
  ],
  [
    "a chunk that is longer than it says",
    post("Transfer-Encoding: chunked", "", `1\r\nabc\r\n0\r\n\r\n${second}`),
    0,
  ],
  [
    "a chunk beyond all numbers",
    post("Transfer-Encoding: chunked", "", `fffffffffffffffff\r\na\r\n${second}`),
    0,
  ],
  ["chunks that end with line feeds", post("Transfer-Encoding: chunked", "", `1\na\n0\n\n${second}`), 0],
  ["a chunk extension", post("Transfer-Encoding: chunked", "", `1;a=b\r\nx\r\n0;c\r\n\r\n${second}`), 2],
  [
    "an endless chunk extension",
    post("Transfer-Encoding: chunked", "", `1;${"a".repeat(70_000)}\r\nx\r\n0\r\n\r\n${second}`),
    0,
  ],
  [
    "a trailer that would be framing",
    post("Transfer-Encoding: chunked", "", `0\r\nContent-Length: 5\r\n\r\n${second}`),
    0,
  ],
  [
    "a GET with a body",
    ["GET /first HTTP/1.1", host, `Content-Length: ${second.length}`, "", second].join("\r\n") + second,
    2,
  ],
];

const targets: readonly Case[] = [
  ["another URL", get("http://other.example/first"), 0],
  ["the URL of the server behind", get("http://127.0.0.1:8888/first"), 0],
  ["two slashes", get("//other.example/first"), 0],
  ["a backslash", get("/\\other.example/first"), 0],
  ["no slash", get("first"), 0],
  ["an asterisk", `OPTIONS * HTTP/1.1\r\n${host}\r\n\r\n`, 0],
  ["a fragment", get("/first#second"), 0],
  ["a NUL", get("/fir\0st"), 0],
  ["bytes that are no ASCII", get("/fir\xe9st"), 0],
  ["a blank in it", get("/fir st"), 0],
  ["CONNECT", `CONNECT 127.0.0.1:22 HTTP/1.1\r\n${host}\r\n\r\n`, 0],
  ["a target without end", get(`/${"a".repeat(70_000)}`), 0],
  ["HTTP/0.9", "GET /first\r\n\r\n", 0],
  ["HTTP/2.0", `GET /first HTTP/2.0\r\n${host}\r\n\r\n`, 0],
  ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0],
];

const headers: readonly Case[] = [
  ["no host", "GET /first HTTP/1.1\r\n\r\n", 0],
  ["two hosts", get("/first", "Host: other.example"), 0],
  ["a host with a path", "GET /first HTTP/1.1\r\nHost: localhost/a\r\n\r\n", 0],
  ["a host with a user", "GET /first HTTP/1.1\r\nHost: a@localhost\r\n\r\n", 0],
  ["a list of hosts", "GET /first HTTP/1.1\r\nHost: localhost, other.example\r\n\r\n", 0],
  ["a folded header", get("/first", "X-A: b", " Content-Length: 5"), 0],
  ["a NUL in a header", get("/first", "X-A: b\0c"), 0],
  ["a carriage return in a header", get("/first", "X-A: b\rContent-Length: 5"), 0],
  ["a line feed alone behind a header", get("/first", "X-A: b\nContent-Length: 5"), 0],
  ["a blank in a header's name", get("/first", "X A: b"), 0],
  ["a header without a colon", get("/first", "X-A"), 0],
  ["a header without a name", get("/first", ": b"), 0],
  ["a blank before the first header", `GET /first HTTP/1.1\r\n ${host}\r\n\r\n`, 0],
  ["a flood of headers", get("/first", ...Array.from({ length: 3000 }, (_, index) => `X-${index}: a`)), 0],
  ["headers without end", get("/first", `X-A: ${"a".repeat(70_000)}`), 0],
  ["Connection that names the login", get("/first", "Connection: close, Cookie", "Cookie: a=b"), 0],
  [
    "Connection that names the length",
    post("Connection: Content-Length", "Content-Length: 5", "", "hello"),
    0,
  ],
  ["Connection that names the host", get("/first", "Connection: Host"), 0],
  ["two tokens", get("/first", "Authorization: token a", "Authorization: token b"), 0],
];

const upgrades: readonly Case[] = [
  [
    "an upgrade without a key",
    get("/first", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"),
    0,
  ],
  [
    "an upgrade with a wrong key",
    get(
      "/first",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: a",
    ),
    0,
  ],
  [
    "an upgrade to HTTP/2",
    get("/first", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"),
    0,
  ],
  [
    "an upgrade with a body",
    get(
      "/first",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      `Content-Length: ${second.length}`,
    ) + second,
    0,
  ],
  [
    // The server behind does not agree, so what follows is no request that it gets to see.
    "an upgrade that is not taken, and a request behind it",
    get(
      "/first",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ) + second,
    1,
  ],
];

test.each([...framing, ...targets, ...headers, ...upgrades])("%s", async (_name, bytes, reaching) => {
  const upstream = await CountingUpstream.start();
  const { url, problems } = await testGateway(upstream.url);
  const connection = await RawConnection.to(url);
  connection.socket.write(Buffer.from(bytes, "latin1"));
  // Refusals end the connection, and so does the second request.
  const received = await connection.untilClosed();
  const answered = received.match(/answer \d+/g) ?? [];
  expect(upstream.broken).toBe(0);
  expect(upstream.requests).toHaveLength(reaching);
  expect(answered).toHaveLength(reaching);
  if (reaching === 0) expect(received).toMatch(/^HTTP\/1\.1 (4\d\d|505) /);

  // Both go on working, and still agree.
  const next = await fetch(new URL("third", url));
  expect(await next.text()).toBe(`answer ${reaching + 1}`);
  expect(upstream.requests.at(-1)?.target).toBe("/third");
  expect(problems).toEqual([]);
});
