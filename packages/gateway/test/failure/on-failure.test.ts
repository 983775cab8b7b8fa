import type { Handler } from "@daybook/eventlog";
import { expect, test } from "vitest";
import { SwitchedHandler } from "../support/switched-handler.js";
import { contentsSchema, testGateway } from "../support/test-gateway.js";
import { bodyOf, testUpstream } from "../support/test-upstream.js";
import type { OnFailure } from "../../src/index.js";

async function gatewayWith(
  handlers: Handler[],
  onFailure: Record<string, OnFailure>,
  allowedSchemas = [contentsSchema],
) {
  const upstream = await testUpstream(async (request, response) => {
    await bodyOf(request);
    response.end("{}");
  });
  const { url } = await testGateway(upstream.url, { onFailure }, { handlers, allowedSchemas });
  const save = () => fetch(new URL("api/contents/a", url), { method: "PUT", body: "{}x".repeat(100_000) });
  return { save, upstream, url };
}

test("with refuse, an action is answered 503 before it happens, and done once the log can", async () => {
  const handler = new SwitchedHandler();
  const { save, upstream, url } = await gatewayWith([handler], { [contentsSchema]: "refuse" });
  expect((await save()).status).toBe(200);
  handler.works = false;
  const answer = await save();
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("5");
  expect(await answer.json()).toMatchObject({ reason: "log-unavailable" });
  expect(upstream.requests).toHaveLength(1);
  // What gives no event goes on.
  expect((await fetch(new URL("lab", url))).status).toBe(200);
  handler.works = true;
  expect((await save()).status).toBe(200);
  expect(handler.lines).toHaveLength(2);
});

test.each([
  {},
  { [contentsSchema]: "continue" as const },
  { "hub.jupyter.org/server-action": "refuse" as const },
])("with %j, the notebook goes on working", async (onFailure) => {
  const handler = new SwitchedHandler();
  handler.works = false;
  const { save } = await gatewayWith([handler], onFailure);
  expect((await save()).status).toBe(200);
});

test("without a handler nothing can be recorded, and without its schema nothing needs to be", async () => {
  const onFailure = { [contentsSchema]: "refuse" as const };
  expect((await (await gatewayWith([], onFailure)).save()).status).toBe(503);
  expect((await (await gatewayWith([], onFailure, [])).save()).status).toBe(200);
});
