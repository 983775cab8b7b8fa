import { expect, test } from "vitest";
import { notebookServer, token } from "../support/notebook-server.js";
import { testGateway } from "../support/test-gateway.js";
import { bodyOf, testUpstream } from "../support/test-upstream.js";

/** A gateway before a notebook server, and calls to it with the server's token. */
async function notebookGateway(baseUrl = "/") {
  const gateway = await testGateway(await notebookServer(baseUrl));
  const call = async (method: string, path: string, body?: object): Promise<Response> => {
    const headers = { Authorization: `token ${token}` };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await fetch(new URL(path, gateway.url), init);
    await answer.arrayBuffer();
    return answer;
  };
  return { ...gateway, call };
}

test.each([
  "/",
  "/user/ada/",
])("what is done with contents below %s is recorded, once each", async (baseUrl) => {
  const { call, events } = await notebookGateway(baseUrl);
  const file = { type: "file", format: "text", content: "hello" };
  await call("PUT", "api/contents/a%20b.txt", file);
  await call("PUT", "api/contents/a%20b.txt", file);
  await call("GET", "api/contents/a%20b.txt");
  await call("PATCH", "api/contents/a%20b.txt", { path: "c.txt" });
  await call("POST", "api/contents", { copy_from: "c.txt" });
  await call("POST", "api/contents", { type: "notebook" });
  await call("DELETE", "api/contents/c.txt");
  const none = { source_path: null };
  expect(events().map((event) => ({ ...none, ...(event as object) }))).toEqual([
    { action: "upload", path: "a b.txt", ...none },
    { action: "save", path: "a b.txt", ...none },
    { action: "get", path: "a b.txt", ...none },
    { action: "rename", path: "c.txt", source_path: "a b.txt" },
    { action: "copy", path: "c-Copy1.txt", source_path: "c.txt" },
    { action: "create", path: "Untitled.ipynb", ...none },
    { action: "delete", path: "c.txt", ...none },
  ]);
});

test("pieces of an upload give one event, with the last", async () => {
  const { call, events } = await notebookGateway();
  for (const chunk of [1, 2, -1]) {
    const content = Buffer.from("x".repeat(200_000)).toString("base64");
    // The number stands behind the content, which is far larger than what is kept of a body.
    await call("PUT", "api/contents/big.bin", { type: "file", format: "base64", content, chunk });
  }
  expect(events()).toEqual([{ action: expect.stringMatching("save|upload"), path: "big.bin" }]);
});

test("pieces are an upload where the first has made the file, and a save where there was one", async () => {
  const files = new Set<string>(["/api/contents/old.bin"]);
  // As Jupyter's server: the first piece is the file from then on.
  const upstream = await testUpstream(async (request, response) => {
    await bodyOf(request);
    response.writeHead(files.has(request.url ?? "") ? 200 : 201).end("{}");
    files.add(request.url ?? "");
  });
  const { url, events } = await testGateway(upstream.url);
  for (const name of ["new.bin", "old.bin"]) {
    for (const chunk of [1, 2, -1]) {
      const body = JSON.stringify({ type: "file", format: "base64", content: "eA==", chunk });
      await (await fetch(`${url}api/contents/${name}`, { method: "PUT", body })).arrayBuffer();
    }
  }
  expect(events()).toEqual([
    { action: "upload", path: "new.bin" },
    { action: "save", path: "old.bin" },
  ]);
});

test("what the server behind refuses gives no event", async () => {
  const { call, events, url } = await notebookGateway();
  expect((await call("GET", "api/contents/nothing.txt")).status).toBe(404);
  expect((await fetch(new URL("api/contents", url))).status).toBe(403);
  expect(events()).toEqual([]);
});
