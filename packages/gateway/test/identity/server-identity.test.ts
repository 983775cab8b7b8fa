import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { ServerIdentity } from "../../src/identity/server-identity.js";
import { Forwarding } from "../../src/proxy/forwarded.js";
import { TrustedProxies } from "../../src/proxy/trusted-proxies.js";
import { Upstream } from "../../src/proxy/upstream.js";
import { testUpstream } from "../support/test-upstream.js";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** The names by token, as a notebook server tells them. */
const byToken: Answer = (request, response) => {
  const tokens: Record<string, string> = { "token a": "ada", "token b": "bob" };
  const username =
    tokens[request.headers.authorization ?? ""] ??
    (/\?(token|%74oken)=c$/.test(request.url ?? "") ? "cem" : undefined);
  response.writeHead(username === undefined ? 403 : 200);
  response.end(JSON.stringify({ identity: { username }, permissions: {} }));
};

async function identities(answer: Answer, maxAge = 60_000, base = "") {
  const upstream = await testUpstream(answer);
  const source = new ServerIdentity(
    new Upstream(upstream.url + base),
    new Forwarding(new TrustedProxies([]), undefined),
    maxAge,
  );
  /** Who sent a request with these headers, as a flat list. */
  const who = (
    rawHeaders: string[],
    url = `/${base}api/sessions`,
  ): ReturnType<ServerIdentity["identify"]> => {
    const socket = { remoteAddress: "127.0.0.1" };
    const request = { rawHeaders, url, headers: {}, socket } as unknown as IncomingMessage;
    return source.identify(request, { baseUrl: `/${base}`, path: "api/sessions" });
  };
  return { who, asked: upstream.requests };
}

test("the server behind says who it was, by the credentials of the request", async () => {
  const { who, asked } = await identities(byToken, 60_000, "user/ada/");
  expect(await who(["Authorization", "token a"])).toEqual({ username: "ada", source: "server" });
  expect(await who(["Authorization", "token b"])).toEqual({ username: "bob", source: "server" });
  expect(await who([], "/user/ada/api/sessions?12345&token=c")).toEqual({
    username: "cem",
    source: "server",
  });
  expect(await who([], "/user/ada/api/sessions?%74oken=c")).toEqual({ username: "cem", source: "server" });
  expect(await who(["Authorization", "token wrong"])).toBeUndefined();
  expect(await who([])).toBeUndefined();
  expect(asked[0]?.url).toBe("/user/ada/api/me");
});

test("nothing but the credentials is passed on", async () => {
  const { who, asked } = await identities(byToken);
  await who(["Authorization", "token a", "Cookie", "b=c", "X-Forwarded-User", "root", "X-Other", "d"]);
  expect(asked[0]?.headers).toEqual({
    host: expect.any(String),
    authorization: "token a",
    cookie: "b=c",
    accept: "application/json",
    "accept-encoding": "identity",
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-proto": "http",
    "x-forwarded-host": expect.any(String),
    connection: expect.any(String),
  });
});

test("an answer holds for a while, and many who ask at once ask once", async () => {
  const { who, asked } = await identities(byToken);
  await Promise.all(Array.from({ length: 10 }, () => who(["Authorization", "token a"])));
  await who(["Authorization", "token a"]);
  expect(asked).toHaveLength(1);
  await who(["Authorization", "token a", "Cookie", "x=y"]);
  expect(asked).toHaveLength(2);
});

test("a token that was taken back is noticed", async () => {
  let valid = true;
  const { who } = await identities((request, response) => {
    if (valid) byToken(request, response);
    else response.writeHead(403).end();
  }, 0);
  expect(await who(["Authorization", "token a"])).toMatchObject({ username: "ada" });
  valid = false;
  expect(await who(["Authorization", "token a"])).toBeUndefined();
});

test.each<[string, Answer]>([
  ["is too old to know", (_request, response) => response.writeHead(404).end()],
  ["sends to its login", (_request, response) => response.writeHead(302, { location: "/login" }).end()],
  ["answers with a page", (_request, response) => response.end("<html>")],
  ["answers with something else", (_request, response) => response.end('{"identity": ["ada"]}')],
  ["names nobody", (_request, response) => response.end('{"identity": {"username": ""}}')],
  ["answers with null", (_request, response) => response.end("null")],
  ["answers without end", (_request, response) => response.end("x".repeat(1_000_000))],
  ["breaks off", (_request, response) => response.socket?.destroy()],
  ["fails", (_request, response) => response.writeHead(500).end()],
])("nobody is known where the server behind %s", async (_name, answer) => {
  const { who } = await identities(answer);
  expect(await who(["Authorization", "token a"])).toBeUndefined();
});

test("after a failure it is asked again", async () => {
  let fails = true;
  const { who } = await identities((request, response) => {
    if (fails) response.writeHead(503).end();
    else byToken(request, response);
  });
  expect(await who(["Authorization", "token a"])).toBeUndefined();
  fails = false;
  expect(await who(["Authorization", "token a"])).toMatchObject({ username: "ada" });
});
