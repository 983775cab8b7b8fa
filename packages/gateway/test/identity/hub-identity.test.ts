import { expect, test } from "vitest";
import { testGateway } from "../support/test-gateway.js";
import { testHub } from "../support/test-hub.js";

const schema = "daybook/user-actions";
const allowed = {
  allowedSchemas: { [schema]: { allowedCategories: ["personally-identifiable-information"] } },
};

async function hubGateway(options = {}) {
  const hub = await testHub();
  const gateway = await testGateway(hub.url, { ...hub.options, ...options }, allowed);
  /** Who did it, as the last event has it. */
  const who = async (headers: Record<string, string>, path = "user/ada/api/contents/a") => {
    const before = gateway.events().length;
    await fetch(new URL(path, gateway.url), { headers });
    await expect.poll(() => gateway.events().length).toBeGreaterThan(before);
    const { username, confirmed_by: by } = gateway.events().at(-1) as Record<string, unknown>;
    return `${username}, ${by}`;
  };
  return { hub, who, gateway };
}

test("an event has the user whom the hub confirms, and whose server it was", async () => {
  const { gateway } = await hubGateway();
  const headers = { Authorization: "token server-of-bob" };
  await fetch(new URL("user/ada/lab/api/contents/a%20b", gateway.url), { headers });
  await expect.poll(gateway.events).toEqual([
    {
      kind: "contents",
      action: "get",
      username: "bob",
      confirmed_by: "hub",
      owner: "ada",
      servername: "lab",
      path: "a b",
    },
  ]);
});

test.each<[string, Record<string, string>, string, string]>([
  ["a token", { Authorization: "Bearer server-of-ada" }, "", "ada, hub"],
  ["a token in the address", {}, "?1234&token=server-of-bob", "bob, hub"],
  ["two tokens", { Authorization: "token server-of-ada" }, "?token=server-of-bob", ", nobody"],
  ["a token that the hub does not know", { Authorization: "token ada" }, "", ", nobody"],
  [
    "the token of a service that has the name of a user",
    { Authorization: "token service-ada" },
    "",
    ", nobody",
  ],
  ["the cookie of the owner", { Cookie: "ada=1" }, "", "ada, server"],
  ["a cookie that the server takes for somebody else's", { Cookie: "bob=1" }, "", ", nobody"],
  ["a cookie that nobody knows", { Cookie: "x=1" }, "", ", nobody"],
  ["claims", { "X-Forwarded-User": "bob", "X-JupyterHub-User": "bob" }, "", ", nobody"],
  ["the cookie of the owner beside a token that is none", { Cookie: "ada=1" }, "?token=x", "ada, server"],
])("with %s", async (_name, headers, query, expected) => {
  const { gateway } = await hubGateway();
  await fetch(new URL(`user/ada/api/contents/a${query}`, gateway.url), { headers });
  await expect.poll(() => gateway.events().length).toBe(1);
  const { username, confirmed_by: by } = gateway.events()[0] as Record<string, unknown>;
  expect(`${username}, ${by}`).toBe(expected);
});

test("the hub is asked once while its answer holds, also by many at once", async () => {
  const { hub, gateway } = await hubGateway();
  const call = () =>
    fetch(new URL("user/ada/api/contents/a", gateway.url), {
      headers: { Authorization: "token all-of-ada" },
    });
  await Promise.all(Array.from({ length: 10 }, call));
  await call();
  await expect.poll(() => gateway.events().length).toBe(11);
  expect(hub.asked("/hub/api/user")).toBe(1);
});

test("a token that was taken back is noticed", async () => {
  const { hub, who } = await hubGateway({ identityMaxAge: 0 });
  expect(await who({ Authorization: "token all-of-ada" })).toBe("ada, hub");
  hub.holders["all-of-ada"] = {};
  expect(await who({ Authorization: "token all-of-ada" })).toBe(", nobody");
});

test("the cookie of one server says nothing at another", async () => {
  const { hub, gateway } = await hubGateway();
  hub.cookies["ada=1"] = "bob";
  await fetch(new URL("user/bob/api/contents/a", gateway.url), { headers: { Cookie: "ada=1" } });
  await fetch(new URL("user/ada/api/contents/a", gateway.url), { headers: { Cookie: "ada=1" } });
  await expect
    .poll(() => gateway.events().map((event) => (event as { username: string }).username))
    .toEqual(["bob", ""]);
  expect([hub.asked("/user/bob/api/me"), hub.asked("/user/ada/api/me")]).toEqual([1, 1]);
});

test("what is the hub's passes untouched", async () => {
  const { hub, gateway } = await hubGateway();
  for (const path of [
    "hub/login?next=/user/ada/",
    "hub/api/user/",
    "services/other/api/eventlog",
    "user/ada",
  ])
    expect((await fetch(new URL(path, gateway.url))).status).toBe(200);
  expect(hub.requests.map(({ url }) => url)).toEqual([
    "/hub/login?next=/user/ada/",
    "/hub/api/user/",
    "/services/other/api/eventlog",
    "/user/ada",
  ]);
  expect(gateway.events()).toEqual([]);
});
