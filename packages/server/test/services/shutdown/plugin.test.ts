import { expect, test } from "vitest";
import { testOptions, testServer, token } from "../../support/test-server.js";

const post = { method: "POST", headers: { authorization: `token ${token}` } };

test("who started the server is told that a client asks for its end", async () => {
  let tell: (() => void) | undefined;
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const server = await testServer({ ...(await testOptions()), onShutdown: () => tell?.() });
  const response = await fetch(`${server.url}api/shutdown`, post);
  expect([response.status, await response.text()]).toEqual([200, ""]);
  await told;
  expect((await fetch(`${server.url}api`)).status).toBe(200);
});

test("by default the server closes", async () => {
  const server = await testServer(await testOptions());
  expect((await fetch(`${server.url}api/shutdown`, post)).status).toBe(200);
  await server.close();
  await expect(fetch(`${server.url}api`)).rejects.toThrow();
});
