import { expect, test } from "vitest";
import { testGateway } from "../support/test-gateway.js";
import { testHub } from "../support/test-hub.js";

const schema = "hub.jupyter.org/server-action";

async function hubGateway() {
  const hub = await testHub();
  const { url, events } = await testGateway(hub.url, hub.options, {
    allowedSchemas: [schema, "daybook/user-actions"],
  });
  const post = (path: string, token: string, body: object | string, headers = {}) =>
    fetch(new URL(path, url), {
      method: "POST",
      headers: token === "" ? headers : { Authorization: `token ${token}`, ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return { url, events, post, hub };
}

const posted = (event: object) => ({ schema, version: 1, event });
const action = { action: "start", servername: "" };

test.each([
  ["user/ada/api/eventlog", "server-of-ada", ""],
  ["user/ada/lab/api/eventlog", "lab-of-ada", "lab"],
  ["user/ada/lab/api/eventlog", "all-of-ada", "lab"],
])("an event that is posted to %s with %s has the names that are confirmed", async (path, token, servername) => {
  const { post, events } = await hubGateway();
  expect((await post(path, token, posted({ action: "start" }))).status).toBe(204);
  expect((await post(path, token, posted({ action: "stop", username: "ada", servername: "x" }))).status).toBe(
    204,
  );
  expect(events()).toEqual([
    { action: "start", username: "ada", servername },
    { action: "stop", username: "ada", servername: "x" },
  ]);
});

test("at the service of the gateway, the token alone says whose it is", async () => {
  const { post, events } = await hubGateway();
  const path = "services/daybook/api/eventlog";
  expect((await post(path, "server-of-bob", posted(action))).status).toBe(204);
  expect((await post(path, "lab-of-ada", posted(action))).status).toBe(204);
  expect(events()).toEqual([
    { ...action, username: "bob" },
    { ...action, username: "ada" },
  ]);
});

test("the hub posts in anybody's name, with the token of the service", async () => {
  const { post, events } = await hubGateway();
  const event = { ...action, username: "cem" };
  expect((await post("services/daybook/api/eventlog", "daybook", posted(event))).status).toBe(204);
  expect(events()).toEqual([event]);
});

test.each([
  ["another user", { ...action, username: "ada" }],
  ["no name", { ...action, username: 1 }],
  ["somebody else as the requester", { ...action, requester: "ada" }],
])("an event that names %s is refused", async (_name, event) => {
  const { post, events } = await hubGateway();
  const answer = await post("services/daybook/api/eventlog", "server-of-bob", posted(event));
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ reason: "other-user" });
  expect(events()).toEqual([]);
});

test.each([
  ["user/ada/api/eventlog", "server-of-bob"],
  ["user/ada/api/eventlog", "lab-of-ada"],
  ["user/ada/lab/api/eventlog", "server-of-ada"],
  ["user/ada/api/eventlog", "name-of-ada"],
  ["user/ada/api/eventlog", "service-ada"],
  ["user/ada/api/eventlog", "wrong"],
  ["user/ada/api/eventlog", ""],
  ["services/daybook/api/eventlog", "name-of-ada"],
  ["services/daybook/api/eventlog", "service-ada"],
  ["services/daybook/api/eventlog", ""],
])("%s is not for %s", async (path, token) => {
  const { post, events } = await hubGateway();
  expect((await post(path, token, posted(action))).status).toBe(403);
  expect(events()).toEqual([]);
});

test("in a batch each event is looked at", async () => {
  const { post, events } = await hubGateway();
  const lines = [
    posted(action),
    posted({ ...action, username: "ada" }),
    posted({ ...action, username: "bob" }),
  ];
  const body = lines.map((line) => JSON.stringify(line)).join("\n");
  const answer = await post("user/bob/api/eventlog/batch", "server-of-bob", body);
  expect(answer.status).toBe(207);
  expect(await answer.json()).toMatchObject({ recorded: 2, refused: [{ index: 1, reason: "other-user" }] });
  expect(events()).toEqual([
    { ...action, username: "bob" },
    { ...action, username: "bob" },
  ]);
});

test("pages of a user's own server post with its cookie and XSRF token", async () => {
  const { post, events } = await hubGateway();
  const cookie = { Cookie: "ada=1; _xsrf=abc" };
  expect((await post("user/ada/api/eventlog", "", posted(action), cookie)).status).toBe(403);
  const headers = { ...cookie, "X-XSRFToken": "abc" };
  expect((await post("user/ada/api/eventlog", "", posted(action), headers)).status).toBe(204);
  expect((await post("user/bob/api/eventlog", "", posted(action), headers)).status).toBe(403);
  expect(events()).toEqual([{ ...action, username: "ada" }]);
});

test("what the gateway says it has seen, nobody else can say", async () => {
  const { post, events } = await hubGateway();
  const event = { kind: "kernel", action: "start", username: "ada", confirmed_by: "hub" };
  const body = { schema: "daybook/user-actions", version: 1, event };
  for (const token of ["server-of-ada", "daybook"]) {
    const answer = await post("services/daybook/api/eventlog", token, body);
    expect(await answer.json()).toMatchObject({ reason: "schema-not-allowed" });
  }
  expect(events()).toEqual([]);
});

test("schemas and metrics are told to whoever the hub knows, and metrics of servers stay theirs", async () => {
  const { url, hub } = await hubGateway();
  const get = (path: string, token: string) =>
    fetch(new URL(path, url), { headers: { Authorization: `token ${token}` } });
  expect(await (await get("user/ada/api/eventlog/schemas", "server-of-ada")).json()).toContainEqual(
    expect.objectContaining({ schema, allowed: true }),
  );
  expect((await get("services/daybook/metrics", "wrong")).status).toBe(403);
  expect(await (await get("services/daybook/metrics", "server-of-ada")).text()).toContain("daybook_events");
  await get("user/ada/metrics", "server-of-ada");
  expect(hub.asked("/user/ada/metrics")).toBe(1);
});
