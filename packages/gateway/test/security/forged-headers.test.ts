import { expect, test } from "vitest";
import { RawConnection } from "../../../server/test/support/raw-connection.js";
import { CountingUpstream } from "../support/counting-upstream.js";
import { testGateway } from "../support/test-gateway.js";
import type { GatewayOptions } from "../../src/index.js";

/** The headers that reach the server behind, of a request with some. */
async function reaching(
  lines: readonly string[],
  options: Partial<GatewayOptions> = {},
): Promise<readonly string[]> {
  const upstream = await CountingUpstream.start();
  const { url } = await testGateway(upstream.url, options);
  const connection = await RawConnection.to(url);
  const head = ["GET /a HTTP/1.1", "Host: notebooks.example", ...lines, "", ""].join("\r\n");
  connection.socket.write(Buffer.from(head, "latin1"));
  await connection.received(/answer 1/);
  connection.socket.destroy();
  return upstream.requests[0]?.headers ?? [];
}

const own = [
  "Host: notebooks.example",
  "X-Forwarded-For: 127.0.0.1",
  "X-Forwarded-Proto: http",
  "X-Forwarded-Host: notebooks.example",
  "Connection: keep-alive",
];

test.each([
  "X-Forwarded-For: 10.0.0.1",
  "X-Forwarded-Proto: https",
  "x-forwarded-host: other.example",
  "X-Forwarded-Port: 443",
  "X-Forwarded-User: root",
  "X-Forwarded-Prefix: /other",
  "X_Forwarded_For: 10.0.0.1",
  "X-Real-Ip: 10.0.0.1",
  "X-Scheme: https",
  "Forwarded: for=10.0.0.1",
  "X-Auth-User: root",
  "x-auth-user: root",
  "X_Auth_User: root",
  "Proxy-Authorization: Basic YTpi",
  "Proxy-Connection: close",
  "Keep-Alive: timeout=1",
  "TE: trailers",
  "Upgrade: h2c",
])("%s is not passed on", async (line) => {
  const options = { trustedProxies: ["10.9.9.9"], userHeader: "X-Auth-User" };
  expect(await reaching([line], options)).toEqual(own);
});

test("what a trusted proxy says is passed on, and the proxy added to the way", async () => {
  const lines = [
    "X-Forwarded-For: 192.0.2.1, 10.0.0.7",
    "X-Forwarded-Proto: https",
    "X-Forwarded-Host: public.example",
    "X-Real-Ip: 192.0.2.1",
    "X-Auth-User: ada",
  ];
  const options = { trustedProxies: ["127.0.0.0/8"], userHeader: "X-Auth-User" };
  expect(await reaching(lines, options)).toEqual([
    "Host: notebooks.example",
    "X-Real-Ip: 192.0.2.1",
    "X-Auth-User: ada",
    "X-Forwarded-For: 192.0.2.1, 10.0.0.7, 127.0.0.1",
    "X-Forwarded-Proto: https",
    "X-Forwarded-Host: public.example",
    "Connection: keep-alive",
  ]);
});

test("everything else is passed on as it is, in its order and spelling", async () => {
  const lines = [
    "COOKIE: a=b; c=d",
    "X-Twice: 1",
    "x-TWICE: 2",
    "Authorization: token secret",
    "X-XSRFToken: 2|a|b|3",
    "Origin: http://notebooks.example",
    "X-Latin: \xe4\xf6",
    "X-Empty: ",
  ];
  const [first = "", ...others] = own;
  expect(await reaching(lines)).toEqual([first, ...lines, ...others]);
});
