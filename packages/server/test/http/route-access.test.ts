import fastify from "fastify";
import { expect, test } from "vitest";
import { requireRouteAccess } from "../../src/http/route-access.js";
import { testApplication, testOptions } from "../support/test-server.js";

test("a route that does not say who may call it keeps the server from starting", () => {
  const app = fastify();
  requireRouteAccess(app);
  expect(() => app.get("/open", async () => "")).toThrow("route GET /open must declare config.access");
  expect(() => app.get("/wrong", { config: { access: "everybody" as "public" } }, async () => "")).toThrow(
    "/wrong",
  );
});

test("without a token only what is public answers", async () => {
  const app = await testApplication(await testOptions());
  const calls = [
    ["GET", "/api", 200],
    ["GET", "/login", 200],
    ["GET", "/", 403],
    ["GET", "/files/a.txt", 403],
    ["GET", "/api/status", 403],
    ["GET", "/api/me", 403],
    ["GET", "/api/kernelspecs", 403],
    ["GET", "/api/eventlog/schemas", 403],
    ["POST", "/api/eventlog", 403],
    ["POST", "/api/eventlog/batch", 403],
    ["GET", "/api/contents", 403],
    ["GET", "/api/contents/a.txt", 403],
    ["POST", "/api/contents", 403],
    ["PUT", "/api/contents/a.txt", 403],
    ["PATCH", "/api/contents/a.txt", 403],
    ["DELETE", "/api/contents/a.txt", 403],
    ["POST", "/api/contents/a.txt/checkpoints", 403],
    ["GET", "/nowhere", 404],
  ] as const;
  for (const [method, url, status] of calls) {
    expect([method, url, (await app.inject({ method, url })).statusCode]).toEqual([method, url, status]);
  }
});
