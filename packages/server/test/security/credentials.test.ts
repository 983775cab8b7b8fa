import { describe, expect, test } from "vitest";
import { testApplication, testOptions, token } from "../support/test-server.js";

const html = { host: "localhost:8888", accept: "text/html" };

describe("taking the token out of the address", () => {
  test.each([
    "/files/..//evil.example/",
    "/files/..\\\\evil.example/",
    "/files/%2e%2e//evil.example/",
    "/files/x/../..//evil.example/",
  ])("never leads to another site (%s)", async (path) => {
    const app = await testApplication(await testOptions());
    const response = await app.inject({ method: "GET", url: `${path}?token=${token}`, headers: html });
    const location = new URL(String(response.headers.location), "http://localhost:8888");
    expect(location.host).toBe("localhost:8888");
    expect(location.href).not.toContain(token);
  });
});

test("a header made to be slow to read costs no more than another", async () => {
  const app = await testApplication(await testOptions());
  const authorization = `token x${" ".repeat(15_000)}y`;
  // One was enough to notice: a few hundred would take minutes.
  for (let call = 0; call < 300; call++) {
    const response = await app.inject({ method: "GET", url: "/api/status", headers: { authorization } });
    expect(response.statusCode).toBe(403);
  }
});

test.each([
  `token ${token}`,
  `Token   ${token}  `,
  `BEARER ${token}`,
])("a token is found in %j", async (authorization) => {
  const app = await testApplication(await testOptions());
  const response = await app.inject({ method: "GET", url: "/api/status", headers: { authorization } });
  expect(response.statusCode).toBe(200);
});

test("a page of another site cannot log anybody out", async () => {
  const app = await testApplication(await testOptions());
  const headers = { ...html, origin: "https://evil.example" };
  const response = await app.inject({ method: "POST", url: "/logout", headers });
  expect(response.statusCode).toBe(403);
  expect(response.headers["set-cookie"]).toBeUndefined();
});

test("an opaque origin is not taken for our own where a request names no host", async () => {
  const app = await testApplication({ ...(await testOptions()), allowRemoteAccess: true });
  const arrived = await app.inject({ method: "GET", url: `/?token=${token}`, headers: html });
  const cookie = arrived.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const response = await app.inject({
    method: "GET",
    url: "/api/contents",
    headers: { host: "", cookie, origin: "null" },
  });
  expect(response.json()).toMatchObject({ reason: "forbidden-origin" });
});
