import { once } from "node:events";
import { get, type IncomingMessage, type ServerResponse } from "node:http";
import { expect, test, vi } from "vitest";
import { testGateway } from "../support/test-gateway.js";
import { testHub } from "../support/test-hub.js";
import { testUpstream } from "../support/test-upstream.js";

const allowedSchemas = {
  "daybook/file-transfers": { allowedCategories: ["personally-identifiable-information"] },
};

/** A gateway before a server that knows ada, and answers downloads as a test says. */
async function downloads(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const upstream = await testUpstream((request, response) => {
    if (request.url?.startsWith("/api/me")) response.end('{"identity": {"username": "ada"}}');
    else answer(response, request);
  });
  return { ...upstream, gateway: await testGateway(upstream.url, {}, { allowedSchemas }) };
}

test("a download is recorded with its user, type and size, and passes uncompressed", async () => {
  const { gateway, requests } = await downloads((response) => {
    response.setHeader("Content-Type", "text/csv; charset=utf-8");
    response.end("x".repeat(200_000));
  });
  const answer = await fetch(new URL("files/a%20b/c.csv?download=1", gateway.url));
  expect(await answer.text()).toHaveLength(200_000);
  await expect.poll(() => gateway.events().length).toBe(1);
  const event = {
    direction: "download",
    path: "a b/c.csv",
    extent: "whole",
    bytes: 200_000,
    media_type: "text/csv",
  };
  expect(gateway.events()).toEqual([{ ...event, username: "ada", confirmed_by: "server" }]);
  expect(requests[0]?.headers["accept-encoding"]).toBe("identity");
});

test("a download that the server breaks off is recorded as such", async () => {
  const { gateway } = await downloads((response) => {
    response.writeHead(200, { "Content-Length": 1000 });
    response.write("x".repeat(100), () => response.destroy());
  });
  const answer = await fetch(new URL("files/a.bin", gateway.url));
  await expect(answer.text()).rejects.toThrow();
  await expect.poll(() => gateway.events().length).toBe(1);
  expect(gateway.events()).toMatchObject([{ extent: "broken-off", bytes: 100 }]);
});

test("a client that goes away stops the download, which is recorded as broken off", async () => {
  const chunk = Buffer.alloc(64 * 1024);
  let sent = 0;
  let stopped = false;
  const { gateway } = await downloads((response) => {
    const more = (): void => {
      do sent += chunk.length;
      while (!response.destroyed && response.write(chunk));
    };
    response.on("drain", more).once("close", () => {
      stopped = true;
    });
    more();
  });
  const request = get(new URL("files/endless.bin", gateway.url));
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  await once(answer, "data");
  request.destroy();
  await expect.poll(() => gateway.events().length).toBe(1);
  expect(gateway.events()).toMatchObject([{ extent: "broken-off", path: "endless.bin" }]);
  const [event] = gateway.events() as [{ bytes: number }];
  expect(event.bytes).toBeLessThanOrEqual(sent);
  await expect.poll(() => stopped).toBe(true);
});

test.each([304, 302, 404])("an answer with status %d is no download", async (status) => {
  const { gateway } = await downloads((response) => response.writeHead(status).end());
  await fetch(new URL("files/a.bin", gateway.url), { redirect: "manual" });
  await gateway.close();
  expect(gateway.events()).toEqual([]);
});

test("behind a hub, a transfer says that the hub has confirmed whose it was", async () => {
  const hub = await testHub();
  const { url, events } = await testGateway(hub.url, hub.options, { allowedSchemas });
  const headers = { Authorization: "token all-of-ada" };
  await (await fetch(new URL("user/ada/files/a.csv", url), { headers })).arrayBuffer();
  await vi.waitFor(() => expect(events()).toMatchObject([{ username: "ada", confirmed_by: "hub" }]));
});
