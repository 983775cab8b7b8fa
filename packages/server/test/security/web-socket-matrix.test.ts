import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { withRoutes } from "../support/routes.js";
import { testApplication, testOptions, token } from "../support/test-server.js";

/** A server that listens, the addresses of its WebSockets, and a browser's login. */
async function listeningServer(baseUrl: string) {
  const options = { ...(await testOptions()), baseUrl, terminals: { shellCommand: ["sh"] } };
  const { app, routes } = await withRoutes(() => testApplication(options));
  await app.listen({ host: "127.0.0.1", port: 0 });
  const host = `127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const headers = { authorization: `token ${token}` };
  // Where there can be terminals, one to look at.
  await app.inject({ method: "POST", url: `${baseUrl}api/terminals`, headers, payload: '{"name": "one"}' });
  const addresses = routes
    .filter(({ isWebSocket }) => isWebSocket)
    .map(({ url }) => `ws://${host}${url.replace(":name", "one")}`);
  const login = await fetch(`http://${host}${baseUrl}?token=${token}`, {
    redirect: "manual",
    headers: { accept: "text/html" },
  });
  const cookie = login.headers.getSetCookie().map((text) => text.split(";", 1)[0]);
  return { ...options, addresses, host, cookie: cookie.join("; ") };
}

type Server = Awaited<ReturnType<typeof listeningServer>>;

/** How somebody asks for a WebSocket. */
interface Request {
  readonly query?: string;
  readonly headers?: (server: Server) => Record<string, string>;
}

/** `open`, or the status that it is refused with. */
async function outcome(address: string, { query = "", headers }: Request, server: Server) {
  const socket = new WebSocket(`${address}${query}`, { headers: headers?.(server) ?? {} });
  const opened = once(socket, "open").then(() => "open");
  const refused = once(socket, "unexpected-response").then(([, { statusCode }]) => statusCode as number);
  // Whichever does not happen ends with the socket.
  for (const promise of [opened, refused]) promise.catch(() => {});
  const result = await Promise.race([opened, refused]);
  socket.on("error", () => {}).terminate();
  return result;
}

const intruders: Readonly<Record<string, Request>> = {
  "no token": {},
  "an empty token": { query: "?token=" },
  "a wrong token": { query: "?token=wrong" },
  "two tokens": { query: `?token=${token}&token=wrong` },
  "a wrong token in a header": { headers: () => ({ authorization: "token wrong" }) },
  "a wrong token beside a login": { query: "?token=wrong", headers: ({ cookie }) => ({ cookie }) },
  "a login that is forged": {
    headers: ({ cookie }) => ({ cookie: cookie.replace(/=\d/, "=9") }),
  },
  ...Object.fromEntries(
    ["https://evil.example", "null", "http://127.0.0.1:1", "file://"].map((origin) => [
      `a login from a page of ${origin}`,
      { headers: ({ cookie }: Server) => ({ cookie, origin }) },
    ]),
  ),
  "a name that is not this server's": { query: `?token=${token}`, headers: () => ({ host: "evil.example" }) },
};

const guests: Readonly<Record<string, Request>> = {
  "the token": { query: `?token=${token}` },
  "the token in a header": { headers: () => ({ authorization: `token ${token}` }) },
  "a login from a page of the server's": {
    headers: ({ cookie, host }) => ({ cookie, origin: `http://${host}` }),
  },
};

describe.each(["/", "/user/ada/"])("WebSockets below %s", (baseUrl) => {
  test.each(Object.entries(intruders))("%s: none opens", async (_name, request) => {
    const server = await listeningServer(baseUrl);
    expect(server.addresses.length).toBeGreaterThan(1);
    for (const address of server.addresses)
      expect(`${address}: ${await outcome(address, request, server)}`).toBe(`${address}: 403`);
    expect(server.memory.events).toEqual([]);
  });

  test.each(
    Object.entries(guests),
  )("%s: all open, but for those of things that are not there", async (_name, request) => {
    const server = await listeningServer(baseUrl);
    const outcomes = new Set<unknown>();
    for (const address of server.addresses) {
      const result = await outcome(address, request, server);
      expect(`${address}: ${result}`).toMatch(/: (open|404)$/);
      outcomes.add(result);
    }
    expect(outcomes).toContain("open");
  });
});
