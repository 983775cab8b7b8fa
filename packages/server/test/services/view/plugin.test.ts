import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testApplication, testOptions, token } from "../../support/test-server.js";

async function viewServer(baseUrl = "/") {
  const options = { ...(await testOptions()), baseUrl };
  await mkdir(join(options.rootDir, "a b"));
  await writeFile(join(options.rootDir, "a b", '"<x>.html'), "<script>fetch('/api/contents')</script>");
  await writeFile(join(options.rootDir, ".hidden.html"), "");
  const app = await testApplication(options);
  return (path: string) =>
    app.inject({
      url: `${baseUrl}${path}`,
      headers: { authorization: `token ${token}`, accept: "text/html" },
    });
}

const address = `a%20b/${encodeURIComponent('"<x>.html')}`;

test.each([
  "/",
  "/user/ada/",
])("a file is shown in a frame that has an origin of its own (%s)", async (baseUrl) => {
  const get = await viewServer(baseUrl);
  const { statusCode, headers, body } = await get(`view/${address}`);
  expect(statusCode).toBe(200);
  expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(body).toContain(`<iframe sandbox="allow-scripts" src="${baseUrl}files/${address}"`);
  expect(body).toContain("<title>&quot;&lt;x&gt;.html</title>");
  // No script of the page's own, no frame of elsewhere, and the page itself in frames of ours only.
  expect(headers["content-security-policy"]).toMatch(
    /^default-src 'none'; .*frame-src 'self'; frame-ancestors 'self'/,
  );
});

test("also when it is opened without the frame, the file gets no origin of ours", async () => {
  const get = await viewServer();
  const { headers } = await get(`files/${address}`);
  expect(headers["content-security-policy"]).toBe("frame-ancestors 'self'; sandbox allow-scripts");
});

test.each([
  "view/missing.html",
  "view/.hidden.html",
  "view/..%2F..%2Fetc%2Fpasswd",
])("%s is not found", async (path) => {
  const get = await viewServer();
  expect((await get(path)).statusCode).toBe(404);
});

test("a folder has no view", async () => {
  const get = await viewServer();
  expect((await get("view/a%20b")).statusCode).toBe(400);
});
