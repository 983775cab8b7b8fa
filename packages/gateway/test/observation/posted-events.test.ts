import { expect, test, vi } from "vitest";
import { testGateway } from "../support/test-gateway.js";
import { testHub } from "../support/test-hub.js";
import { bodyOf, testUpstream } from "../support/test-upstream.js";

const schema = "hub.jupyter.org/server-action";
const action = { action: "start", username: "ada", servername: "" };
const event = { schema_id: schema, version: "1", data: action };
const allowed = { allowedSchemas: [schema, "daybook/user-actions"] };

/** A gateway before a server that answers each event with a status. */
async function gateway(status: number) {
  const bodies: string[] = [];
  const upstream = await testUpstream(async (request, response) => {
    const body = await bodyOf(request);
    if (request.method === "POST") bodies.push(body);
    response.writeHead(request.method === "POST" ? status : 404).end();
  });
  const started = await testGateway(upstream.url, { maxEventSize: 2000 }, allowed);
  const post = (body: object | string) =>
    fetch(`${started.url}api/events`, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return { ...started, bodies, post };
}

test("an event that the server behind has taken is recorded, as a server of ours does", async () => {
  const timestamp = "2022-05-26T12:50:00+06:00Z";
  const { post, close, bodies, memory } = await gateway(204);
  expect((await post({ ...event, timestamp })).status).toBe(204);
  await close();
  expect(bodies).toEqual([JSON.stringify({ ...event, timestamp })]);
  expect(memory.events).toMatchObject([
    { __schema__: schema, __timestamp__: "2022-05-26T06:50:00Z", ...action },
  ]);
});

test.each([
  ["is of a schema that only the server behind knows", { ...event, schema_id: "theirs" }, ""],
  ["is of a schema that is not allowed", { ...event, schema_id: "daybook/file-transfers" }, ""],
  ["is not valid here", { ...event, data: { action: "secret" } }, "invalid-event"],
  ["nobody can post", { ...event, schema_id: "daybook/user-actions" }, "schema-not-allowed"],
  ["is no JSON", "{secret", "not-json"],
  ["is larger than events may be", { ...event, secret: "secret".repeat(500) }, "too-large"],
])("one that %s is not recorded, and nothing of it is told", async (_name, body, code) => {
  const { post, close, events, problems, bodies } = await gateway(204);
  expect((await post(body)).status).toBe(204);
  await close();
  expect(bodies).toHaveLength(1);
  expect(events()).toEqual([]);
  const told = `an event that was posted to api/events was not recorded: ${code}`;
  expect(problems).toEqual(code === "" ? [] : [told]);
});

test("one that the server behind refuses is not recorded", async () => {
  const { post, close, events, problems } = await gateway(403);
  expect((await post(event)).status).toBe(403);
  await close();
  expect(events()).toEqual([]);
  expect(problems).toEqual([]);
});

test("behind a hub it has the name that is confirmed, or is not recorded", async () => {
  const hub = await testHub();
  const { url, events, problems } = await testGateway(hub.url, hub.options, allowed);
  const post = (shown: string, data: object) =>
    fetch(`${url}user/ada/api/events`, {
      method: "POST",
      headers: { Authorization: `token ${shown}` },
      body: JSON.stringify({ ...event, data }),
    });
  await post("server-of-ada", { action: "start" });
  await post("server-of-ada", { action: "start", username: "bob" });
  await post("wrong", { action: "stop" });
  await vi.waitFor(() => expect(problems).toHaveLength(2));
  expect(problems.map((problem) => problem.split(": ")[1]).sort()).toEqual(["forbidden", "other-user"]);
  expect(events()).toEqual([action]);
});
