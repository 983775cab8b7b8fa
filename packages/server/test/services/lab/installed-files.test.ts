import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../../../test/support/temporary-folder.js";
import { labServer } from "../../support/installed-lab.js";
import { token } from "../../support/test-server.js";

test.each([
  ["/lab/static/main.0123456789abcdef.js?v=1", "start();", "text/javascript; charset=utf-8"],
  ["/lab/static/style.css", "body {}", "text/css; charset=utf-8"],
  [
    "/lab/extensions/@org/painter/static/remoteEntry.0123456789abcdef0123.js",
    "paint();",
    "text/javascript; charset=utf-8",
  ],
  [
    "/lab/api/themes/@jupyterlab/theme-light-extension/index.css",
    ":root { --light: 1 }",
    "text/css; charset=utf-8",
  ],
  ["/lab/api/themes/@org/painter/index.css", ":root { --paint: 1 }", "text/css; charset=utf-8"],
])("%s is sent with its type", async (url, text, type) => {
  const { call } = await labServer();
  const answer = await call("GET", url);
  expect(answer).toMatchObject({ status: 200, text });
  expect(answer.headers["content-type"]).toBe(type);
});

test("a file that is named by a hash is kept for ever, another one is asked for again", async () => {
  const { call } = await labServer();
  const hashed = await call("GET", "/lab/static/main.0123456789abcdef.js");
  expect(hashed.headers["cache-control"]).toBe("private, max-age=31536000, immutable");
  const plain = await call("GET", "/lab/static/style.css");
  expect(plain.headers["cache-control"]).toBe("no-cache");
  expect(plain.headers.etag).toBeDefined();
});

test("an extension under development may be a link", async () => {
  const { call, prefix } = await labServer();
  symlinkSync(temporaryFolder({ "static/a.js": "a" }), join(prefix, "share/jupyter/labextensions/linked"));
  expect(await call("GET", "/lab/extensions/linked/static/a.js")).toMatchObject({ status: 200, text: "a" });
});

describe("nothing outside of the installed folders is sent", () => {
  const ways = [
    "..%2f..%2f..%2f..%2fsecret.txt",
    "%2e%2e/%2e%2e/%2e%2e/%2e%2e/secret.txt",
    "..\\..\\..\\..\\secret.txt",
    "..%5c..%5c..%5c..%5csecret.txt",
    "a%2f..%2f..%2f..%2f..%2f..%2fsecret.txt",
    "%00",
    "package.json%00.js",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    ".hidden",
    "",
    ".",
    "C:%5csecret.txt",
  ];
  test.each(
    ["/lab/static/", "/lab/extensions/", "/lab/api/themes/"].flatMap((place) =>
      ways.map((way) => place + way),
    ),
  )("%s", async (url) => {
    const { call } = await labServer({
      "secret.txt": "the secret",
      "share/jupyter/lab/static/.hidden": "the secret",
    });
    const { status, text } = await call("GET", url);
    expect(status).toBe(404);
    expect(text).not.toMatch(/the secret|root:/);
  });
});

test("a part that the file has not is told as such", async () => {
  const { app } = await labServer();
  const headers = { authorization: `token ${token}` };
  const call = (range: string) =>
    app.inject({ url: "/lab/static/style.css", headers: { ...headers, range: `bytes=${range}` } });
  expect((await call("0-3")).body).toBe("body");
  expect((await call("100-")).statusCode).toBe(416);
});
