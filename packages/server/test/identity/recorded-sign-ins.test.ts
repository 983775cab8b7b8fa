import { userInfo } from "node:os";
import { expect, test } from "vitest";
import { testApplication, testOptions, token } from "../support/test-server.js";

const schema = "daybook/authentications";
const html = { accept: "text/html" };

async function recordingApplication() {
  const allowedCategories = ["personally-identifiable-information"];
  const options = await testOptions({
    allowedSchemas: {
      [schema]: { allowedCategories },
      "hub.jupyter.org/server-action": {},
    },
  });
  const app = await testApplication(options);
  const signIns = () =>
    options.memory.events
      .filter(({ __schema__ }) => __schema__ === schema)
      .map(({ outcome, method, address, username, left_out }) => {
        expect([address, left_out]).toEqual(["127.0.0.1", undefined]);
        expect(username).toBe(outcome === "success" ? userInfo().username : undefined);
        return `${outcome} ${method}`;
      });
  return { ...options, app, signIns };
}

test("a program's calls are one sign-in, in whatever way it sends the token", async () => {
  const { app, signIns } = await recordingApplication();
  expect(signIns()).toEqual([]);
  for (const headers of [{ authorization: `token ${token}` }, { authorization: `Bearer ${token}` }])
    await app.inject({ url: "/api/contents", headers });
  await app.inject(`/api/contents?token=${token}`);
  expect(signIns()).toEqual(["success token"]);
});

test("a program that only posts events signs in as well", async () => {
  const { app, signIns, memory } = await recordingApplication();
  const event = { action: "start", username: "ada", servername: "" };
  await app.inject({
    method: "POST",
    url: "/api/eventlog",
    headers: { authorization: `token ${token}`, host: "localhost" },
    payload: { schema: "hub.jupyter.org/server-action", version: 1, event },
  });
  expect(memory.events).toHaveLength(2);
  expect(signIns()).toEqual(["success token"]);
});

test("each wrong token is a failure; a call without one is none", async () => {
  const { app, signIns } = await recordingApplication();
  for (const headers of [{}, { authorization: "Basic eDp5" }, { cookie: "daybook-session-0=1.forged" }])
    expect((await app.inject({ url: "/api/contents", headers })).statusCode).toBe(403);
  await app.inject({ url: "/", headers: html });
  expect(signIns()).toEqual([]);
  await app.inject({ url: "/api/contents", headers: { authorization: "token wrong" } });
  await app.inject("/api/contents?token=wrong");
  await app.inject("/files/a?token=wrong");
  await app.inject({ method: "POST", url: "/api/eventlog", headers: { authorization: "token wrong" } });
  expect(signIns()).toEqual(Array(4).fill("failure token"));
});

test("a link with the token is a sign-in, one with another is a failure", async () => {
  const { app, signIns } = await recordingApplication();
  expect((await app.inject({ url: "/?token=wrong", headers: html })).headers.location).toMatch(/login/);
  expect((await app.inject({ url: `/?token=${token}`, headers: html })).headers.location).toBe("/");
  expect(signIns()).toEqual(["failure link", "success link"]);
});

test("the form of the login page is a sign-in or a failure each time, and the cookie none any more", async () => {
  const { app, signIns } = await recordingApplication();
  const { cookies } = await app.inject("/login");
  const xsrf = cookies.find(({ name }) => name === "_xsrf")?.value ?? "";
  const send = (password: string, _xsrf = xsrf) =>
    app.inject({
      method: "POST",
      url: "/login",
      headers: { cookie: `_xsrf=${xsrf}` },
      payload: new URLSearchParams({ password, _xsrf }).toString(),
    });
  expect((await send(token, "other")).statusCode).toBe(403);
  expect((await send("wrong")).statusCode).toBe(401);
  const answer = await send(token);
  expect(answer.statusCode).toBe(303);
  const cookie = answer.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  expect((await app.inject({ url: "/", headers: { ...html, cookie } })).statusCode).toBe(200);
  expect(signIns()).toEqual(["failure form", "success form"]);
});

test("no token is in what is recorded, right or wrong", async () => {
  const { app, memory } = await recordingApplication();
  await app.inject(`/api/contents?token=${token}`);
  await app.inject("/api/contents?token=mistyped-secret");
  const text = JSON.stringify(memory.events);
  expect(memory.events).toHaveLength(2);
  expect(text).not.toContain(token);
  expect(text).not.toContain("mistyped");
});
