import { mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testApplication, testOptions, token } from "../../support/test-server.js";

const modified = new Date("2026-01-15T09:30:00Z");

async function server() {
  const options = await testOptions();
  const { rootDir } = options;
  await mkdir(join(rootDir, "folder"));
  const files = {
    "a.txt": "0123456789",
    "page.html": "<script>alert(document.cookie)</script>",
    "a.ipynb": "{}",
    noname: "\u0000\u0001",
    "folder/ünï 'çödé' (1)*.csv": "a,b\n",
    ".hidden.txt": "hidden",
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(rootDir, name), text);
    await utimes(join(rootDir, name), modified, modified);
  }
  const app = await testApplication(options);
  return (path: string, headers: Record<string, string> = {}, method: "GET" | "HEAD" = "GET") =>
    app.inject({ method, url: `/files/${path}`, headers: { authorization: `token ${token}`, ...headers } });
}

test("a file is sent as it is, to be asked for again each time", async () => {
  const response = await (await server())("a.txt");
  expect([response.statusCode, response.body]).toEqual([200, "0123456789"]);
  expect(response.headers).toMatchObject({
    "content-type": "text/plain; charset=utf-8",
    "content-length": "10",
    "last-modified": modified.toUTCString(),
    "cache-control": "no-cache",
    "accept-ranges": "bytes",
    etag: expect.any(String),
  });
  expect(response.headers["content-disposition"]).toBeUndefined();
});

test.each([
  ["page.html", "text/html; charset=utf-8"],
  ["a.ipynb", "application/x-ipynb+json"],
  ["noname", "application/octet-stream"],
])("what %s is, its name tells: %s; it gets an origin of its own", async (path, type) => {
  const { headers } = await (await server())(path);
  expect(headers["content-type"]).toBe(type);
  // Without `allow-same-origin`: a script in it has neither our cookies nor our API.
  expect(headers["content-security-policy"]).toBe("frame-ancestors 'self'; sandbox allow-scripts");
  expect(headers["x-content-type-options"]).toBe("nosniff");
});

describe("a part of a file", () => {
  test.each([
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["bytes=8-100", "89", "bytes 8-9/10"],
  ])("%s", async (range, part, place) => {
    const response = await (await server())("a.txt", { range });
    expect([response.statusCode, response.body]).toEqual([206, part]);
    expect(response.headers).toMatchObject({ "content-range": place, "content-length": String(part.length) });
  });

  test("that it does not have", async () => {
    const response = await (await server())("a.txt", { range: "bytes=10-20" });
    expect(response.statusCode).toBe(416);
    expect(response.json()).toMatchObject({ reason: "range-not-satisfiable" });
  });

  test("of a file that has changed meanwhile: all of it", async () => {
    const response = await (await server())("a.txt", { range: "bytes=2-4", "if-range": '"other"' });
    expect([response.statusCode, response.body]).toEqual([200, "0123456789"]);
  });
});

describe("a file that the client has", () => {
  test("by its tag or its time: 304 without content", async () => {
    const get = await server();
    const { etag } = (await get("a.txt")).headers;
    for (const condition of [
      { "if-none-match": String(etag) },
      { "if-modified-since": modified.toUTCString() },
    ]) {
      const response = await get("a.txt", condition);
      expect([response.statusCode, response.body]).toEqual([304, ""]);
    }
  });

  test("in an older version: all of the new one", async () => {
    const get = await server();
    expect((await get("a.txt", { "if-none-match": '"other"' })).statusCode).toBe(200);
    const before = new Date(modified.getTime() - 1000).toUTCString();
    expect((await get("a.txt", { "if-modified-since": before })).statusCode).toBe(200);
  });

  test("and wants only as it was: 412 where it has changed", async () => {
    const response = await (await server())("a.txt", { "if-match": '"other"' });
    expect(response.statusCode).toBe(412);
    expect(response.json()).toMatchObject({ reason: "precondition-failed" });
  });
});

describe("?download", () => {
  const name = "folder/%C3%BCn%C3%AF%20'%C3%A7%C3%B6d%C3%A9'%20(1)*.csv";

  test.each(["download=1", "download", "download=true"])("%s: saved under its name", async (query) => {
    const response = await (await server())(`${name}?${query}`);
    expect(response.body).toBe("a,b\n");
    expect(response.headers["content-disposition"]).toBe(
      "attachment; filename*=UTF-8''%C3%BCn%C3%AF%20%27%C3%A7%C3%B6d%C3%A9%27%20%281%29%2A.csv",
    );
  });

  test("=0: shown", async () => {
    expect((await (await server())(`${name}?download=0`)).headers["content-disposition"]).toBeUndefined();
  });
});

test.each([
  ["missing.txt", 404, "not-found"],
  [".hidden.txt", 404, "not-found"],
  ["folder", 400, "bad-type"],
  ["", 400, "bad-type"],
  ["a.txt/b", 404, "not-found"],
])("%j cannot be sent: %i %s", async (path, status, reason) => {
  const response = await (await server())(path);
  expect(response.statusCode).toBe(status);
  expect(response.json()).toMatchObject({ reason });
});

test("HEAD is not answered, as on every route of this server", async () => {
  expect((await (await server())("a.txt", {}, "HEAD")).statusCode).toBe(404);
});
