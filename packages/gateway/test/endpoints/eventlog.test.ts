import { userInfo } from "node:os";
import { expect, test } from "vitest";
import { notebookServer, token } from "../support/notebook-server.js";
import { testGateway } from "../support/test-gateway.js";
import { testUpstream } from "../support/test-upstream.js";

const schema = "hub.jupyter.org/server-action";
const event = { action: "start", username: "ada", servername: "" };
const body = JSON.stringify({ schema, version: 1, event });
const allowed = { allowedSchemas: [schema] };
const withToken = { Authorization: `token ${token}` };

test("the endpoints of the event log answer as those of the server, below its base URL", async () => {
  const upstream = await notebookServer("/user/ada/");
  const { url, events } = await testGateway(upstream, {}, allowed);
  const post = (path: string, text: string) =>
    fetch(new URL(path, url), { method: "POST", headers: withToken, body: text });
  expect((await post("api/eventlog", body)).status).toBe(204);
  expect((await post("api/eventlog?ack=accepted", "{}")).status).toBe(400);
  expect(await (await post("api/eventlog/batch", `${body}\n${body}`)).json()).toMatchObject({ recorded: 2 });
  expect(events()).toEqual([event, event, event]);
  const schemas = await fetch(new URL("api/eventlog/schemas", url), { headers: withToken });
  expect(await schemas.json()).toContainEqual(expect.objectContaining({ schema, allowed: true }));
  const metrics = await fetch(new URL("metrics", url), { headers: withToken });
  expect(await metrics.text()).toContain(`daybook_events_recorded_total{schema="${schema}",version="1"} 3`);
});

test.each([
  "api/eventlog",
  "api/eventlog/batch",
  "api/eventlog/schemas",
  "metrics",
])("%s is for those whom the server behind knows", async (path) => {
  const { url, events } = await testGateway(
    await notebookServer(),
    { userHeader: "x-user", trustedProxies: ["10.0.0.1"] },
    allowed,
  );
  const init = path.includes("eventlog") && !path.includes("schemas") ? { method: "POST", body } : {};
  for (const headers of [{}, { Authorization: "token wrong" }, { "X-User": userInfo().username }]) {
    const answer = await fetch(new URL(path, url), { ...init, headers });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ reason: "forbidden" });
  }
  expect(events()).toEqual([]);
});

test("or for those whom a trusted proxy names", async () => {
  const options = { userHeader: "X-User", trustedProxies: ["127.0.0.1"] };
  const { url, events } = await testGateway(await notebookServer(), options, allowed);
  const answer = await fetch(new URL("api/eventlog", url), {
    method: "POST",
    body,
    headers: { "X-User": "ada" },
  });
  expect(answer.status).toBe(204);
  expect(events()).toEqual([event]);
});

test.each([
  ["another origin", { Origin: "https://other.example", "X-XSRFToken": "abc" }, 403],
  ["no XSRF token", {}, 403],
  ["a wrong XSRF token", { "X-XSRFToken": "abcd" }, 403],
  ["its XSRF token", { "X-XSRFToken": "abc" }, 204],
])("a browser's login with %s: %3$i", async (_name, headers, status) => {
  const upstream = await testUpstream((request, response) => {
    response.writeHead(request.headers.cookie === "login=1; _xsrf=abc" ? 200 : 403);
    response.end('{"identity": {"username": "ada"}}');
  });
  const { url } = await testGateway(upstream.url, {}, allowed);
  // A token that the server behind does not look at, as it knows the cookie, does not help.
  const answer = await fetch(new URL("api/eventlog?token=guessed", url), {
    method: "POST",
    body,
    headers: { Cookie: "login=1; _xsrf=abc", ...headers },
  });
  expect(answer.status).toBe(status);
});
