import { userInfo } from "node:os";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { notebookServer, token } from "../support/notebook-server.js";
import { testGateway } from "../support/test-gateway.js";
import { testUpstream } from "../support/test-upstream.js";

const pii = { allowedCategories: ["personally-identifiable-information"] };
const username = userInfo().username;
const address = "127.0.0.1";

async function gateway(allowedSchemas: Record<string, object> = { "daybook/authentications": pii }) {
  const started = await testGateway(await notebookServer(), {}, { allowedSchemas });
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(new URL(path, started.url), { headers, redirect: "manual" });
    await answer.arrayBuffer();
  };
  return { ...started, get };
}

test("a token is one sign-in for an hour, and each wrong one is a failure", async () => {
  const { get, events, close } = await gateway();
  for (let time = 0; time < 3; time++) await get("api/contents", { Authorization: `token ${token}` });
  await get(`api/contents?token=${token}`);
  await get("api/contents", { Authorization: "Bearer wrong" });
  await get("api/contents?token=wrong");
  await close();
  const failure = { outcome: "failure", method: "token", address };
  const success = { outcome: "success", method: "token", address, username, confirmed_by: "server" };
  expect(events()).toHaveLength(3);
  expect(events()).toEqual(expect.arrayContaining([success, failure, failure]));
});

test("a token is noticed however it is written", async () => {
  const { get, events, close } = await gateway();
  await get("api/contents?%74oken=wrong");
  await get("api/contents?to%6Be%6e=wrong&x=1");
  await get("api/contents?token=wrong", { Authorization: "Basic eDp5" });
  await get("api/contents?token=", { Authorization: "Bearer  wrong" });
  await close();
  const failure = { outcome: "failure", method: "token", address };
  expect(events()).toEqual([failure, failure, failure, failure]);
});

test("a token whose server makes up a new name for it each time is one sign-in", async () => {
  let names = 0;
  const upstream = await testUpstream((_request, response) => {
    response.end(JSON.stringify({ identity: { username: `anonymous ${++names}` } }));
  });
  const allowedSchemas = { "daybook/authentications": pii };
  const { url, events, close } = await testGateway(upstream.url, { identityMaxAge: 0 }, { allowedSchemas });
  for (const shown of ["one", "one", "another"]) {
    const headers = { Authorization: `token ${shown}` };
    await (await fetch(new URL("api/contents", url), { headers })).arrayBuffer();
  }
  await (await fetch(new URL("api/contents?token=one", url))).arrayBuffer();
  await close();
  expect(names).toBeGreaterThan(2);
  expect(events()).toHaveLength(2);
});

test("links and forms are sign-ins each time, and nothing of them is in the log", async () => {
  const { get, events, close, url, memory } = await gateway();
  const html = { Accept: "text/html" };
  await get(`?token=${token}`, html);
  await get("?token=wrong-link", html);
  for (const password of ["wrong-form", token]) {
    const page = await fetch(new URL("login", url));
    const cookie = page.headers.getSetCookie().map((each) => each.split(";", 1)[0]);
    const xsrf = /_xsrf=([^;]*)/.exec(cookie.join("; "))?.[1] ?? "";
    await fetch(new URL("login", url), {
      method: "POST",
      redirect: "manual",
      headers: { Cookie: cookie.join("; "), "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ _xsrf: decodeURIComponent(xsrf), token: password, password }),
    }).then((answer) => answer.arrayBuffer());
  }
  await close();
  expect(events()).toHaveLength(4);
  expect(events()).toEqual(
    expect.arrayContaining([
      { outcome: "success", method: "link", address, username, confirmed_by: "server" },
      { outcome: "failure", method: "link", address },
      { outcome: "failure", method: "form", address },
      expect.objectContaining({ outcome: "success", method: "form", address }),
    ]),
  );
  expect(JSON.stringify(memory.events)).not.toMatch(new RegExp(`${token}|wrong`));
});

test("a WebSocket that is refused for its token is a failure", async () => {
  const { url, events, close } = await gateway();
  const socket = new WebSocket(`${url.replace("http", "ws")}api/events/subscribe?token=wrong`);
  await new Promise((resolve) => socket.once("error", resolve));
  await close();
  expect(events()).toEqual([{ outcome: "failure", method: "token", address }]);
});

test("what shows no token, and what a path without login answers, is none", async () => {
  const { get, events, close } = await gateway();
  await get("api/contents");
  await get("api?token=wrong");
  await get("nothing", { Authorization: "token wrong" });
  await get("", { Accept: "text/html" });
  await close();
  expect(events()).toEqual([]);
});
