import type { FastifyInstance } from "fastify";
import { describe, expect, test } from "vitest";
import { testApplication, testOptions, token } from "../support/test-server.js";

const html = { accept: "text/html,*/*" };
const host = "localhost:8888";

/** A browser with cookies, as far as these tests need one. */
class Browser {
  readonly cookies = new Map<string, string>();
  readonly app: FastifyInstance;

  constructor(app: FastifyInstance) {
    this.app = app;
  }

  async call(
    method: "GET" | "POST" | "PUT",
    url: string,
    headers: Record<string, string> = {},
    payload = "",
  ) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await this.app.inject({
      method,
      url,
      headers: { host, ...html, cookie, ...headers },
      payload,
    });
    for (const { name, value } of response.cookies) this.cookies.set(name, value);
    return response;
  }

  get xsrf(): string {
    return this.cookies.get("_xsrf") ?? "";
  }

  async logIn(): Promise<void> {
    await this.call("GET", `/?token=${token}`);
    await this.call("GET", "/");
  }
}

async function browser(): Promise<Browser> {
  return new Browser(await testApplication(await testOptions()));
}

describe("a person's browser", () => {
  test("is sent to the login page, and from there back to where it wanted to go", async () => {
    const visitor = await browser();
    const refused = await visitor.call("GET", "/files/a.txt?download=1");
    expect([refused.statusCode, refused.headers.location]).toEqual([
      302,
      "/login?next=%2Ffiles%2Fa.txt%3Fdownload%3D1",
    ]);
    expect((await visitor.call("GET", String(refused.headers.location))).body).toContain(visitor.xsrf);

    const form = new URLSearchParams({ _xsrf: visitor.xsrf, password: token }).toString();
    const entered = await visitor.call("POST", String(refused.headers.location), {}, form);
    expect([entered.statusCode, entered.headers.location]).toEqual([303, "/files/a.txt?download=1"]);
    expect((await visitor.call("GET", "/")).statusCode).toBe(200);
  });

  test("that shows a wrong token stays outside", async () => {
    const visitor = await browser();
    await visitor.call("GET", "/login");
    const form = new URLSearchParams({ _xsrf: visitor.xsrf, password: "wrong" }).toString();
    const refused = await visitor.call("POST", "/login", {}, form);
    expect(refused.statusCode).toBe(401);
    expect(refused.body).toContain("not the token");
    expect(refused.body).not.toContain("wrong");
    expect((await visitor.call("GET", "/?token=wrong")).headers.location).toBe("/login?next=%2F");
    expect((await visitor.call("GET", "/?token=wrong", { accept: "*/*" })).statusCode).toBe(403);
  });

  test("that comes with the token in the URL gets a cookie and a URL without it", async () => {
    const visitor = await browser();
    const arrived = await visitor.call("GET", `/?a=1&token=${token}&b=2`);
    expect([arrived.statusCode, arrived.headers.location]).toEqual([302, "/?a=1&b=2"]);
    expect(arrived.headers["referrer-policy"]).toBe("no-referrer");
    const cookie = arrived.headers["set-cookie"]?.toString();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).not.toContain(token);
    const home = await visitor.call("GET", "/");
    expect(home.statusCode).toBe(200);
    expect(home.body).not.toContain(token);
  });

  test("is logged out again", async () => {
    const visitor = await browser();
    await visitor.logIn();
    await visitor.call("POST", "/logout");
    expect((await visitor.call("GET", "/")).statusCode).toBe(302);
  });

  test.each([
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "\\\\evil.example",
  ])("is never sent from the login to another site (%s)", async (next) => {
    const visitor = await browser();
    await visitor.logIn();
    const response = await visitor.call("GET", `/login?next=${encodeURIComponent(next)}`);
    expect(response.statusCode).toBe(302);
    expect(new URL(String(response.headers.location), "http://localhost").host).toBe("localhost");
  });

  test("with a cookie of another server or a forged one is not let in", async () => {
    const [one, other] = [await browser(), await browser()];
    await one.logIn();
    const [name, value] = [...one.cookies].find(([key]) => key.startsWith("daybook")) ?? ["", ""];
    other.cookies.set(name, value);
    expect((await other.call("GET", "/")).statusCode).toBe(302);
    one.cookies.set(
      name,
      value.replace(/^\d+/, (issued) => String(Number(issued) + 1)),
    );
    expect((await one.call("GET", "/")).statusCode).toBe(302);
  });
});

describe("a request with a browser's cookie", () => {
  test.each([
    ["from this origin with the XSRF token", { origin: `http://${host}` }, true, 400],
    ["without Origin but with the XSRF token", {}, true, 400],
    ["without the XSRF token", { origin: `http://${host}` }, false, 403],
    ["from a foreign origin, even with the XSRF token", { origin: "https://evil.example" }, true, 403],
    ["from an opaque origin", { origin: "null" }, true, 403],
    ["from another port", { origin: "http://localhost:9999" }, true, 403],
  ])("%s", async (_name, headers, withXsrf, status) => {
    const visitor = await browser();
    await visitor.logIn();
    const proof = withXsrf ? { "x-xsrftoken": visitor.xsrf } : {};
    const response = await visitor.call(
      "POST",
      "/api/contents/none",
      { ...headers, ...proof } as never,
      "[]",
    );
    expect(response.statusCode).toBe(status);
  });

  test("that is wrong in the XSRF token is refused", async () => {
    const visitor = await browser();
    await visitor.logIn();
    expect((await visitor.call("POST", "/api/contents", { "x-xsrftoken": "guess" })).json()).toMatchObject({
      reason: "missing-xsrf",
    });
  });

  test("reads from a foreign origin are refused too", async () => {
    const visitor = await browser();
    await visitor.logIn();
    const response = await visitor.call("GET", "/api/contents", { origin: "https://evil.example" });
    expect(response.json()).toMatchObject({ reason: "forbidden-origin" });
  });
});

describe("names and origins", () => {
  test.each([
    ["localhost", 200],
    ["localhost:8888", 200],
    ["127.0.0.1:80", 200],
    ["127.1.2.3", 200],
    ["[::1]:8888", 200],
    ["notebooks.example", 200],
    ["evil.example", 403],
    ["evil.example:8888", 403],
    ["localhost.evil.example", 403],
    ["127.0.0.1.evil.example", 403],
  ])("a server of this machine answers to its own names only (%s)", async (name, status) => {
    const app = await testApplication({ ...(await testOptions()), localHostnames: ["notebooks.example"] });
    expect((await app.inject({ method: "GET", url: "/api", headers: { host: name } })).statusCode).toBe(
      status,
    );
  });

  test("a server for others answers to any name", async () => {
    const app = await testApplication({ ...(await testOptions()), ip: "0.0.0.0" });
    expect(
      (await app.inject({ method: "GET", url: "/api", headers: { host: "any.example" } })).statusCode,
    ).toBe(200);
  });

  test("an allowed origin may ask beforehand and read the answer; another may not", async () => {
    const app = await testApplication({ ...(await testOptions()), allowOrigin: "https://lab.example" });
    const ask = (origin: string) =>
      app.inject({
        method: "OPTIONS",
        url: "/api/eventlog",
        headers: { host, origin, "access-control-request-method": "POST" },
      });
    const allowed = await ask("https://lab.example");
    expect([allowed.statusCode, allowed.headers["access-control-allow-origin"]]).toEqual([
      204,
      "https://lab.example",
    ]);
    const refused = await ask("https://evil.example");
    expect(refused.headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("any origin may be allowed, but never with the browser's login", async () => {
    const app = await testApplication({ ...(await testOptions()), allowOrigin: "*" });
    const visitor = new Browser(app);
    await visitor.logIn();
    expect((await visitor.call("GET", "/api/contents", { origin: "https://other.example" })).statusCode).toBe(
      403,
    );
  });
});

test("a base URL stands before everything, and whoever leaves it out is shown the way", async () => {
  const app = await testApplication({ ...(await testOptions()), baseUrl: "user/ada" });
  const get = (url: string) =>
    app.inject({ method: "GET", url, headers: { authorization: `token ${token}` } });
  expect((await get("/user/ada/api/status")).statusCode).toBe(200);
  expect((await get("/user/ada/")).statusCode).toBe(200);
  expect((await get("/api/status")).statusCode).toBe(404);
  expect((await get("/")).headers.location).toBe("/user/ada/");
  expect((await get("/user/ada?x=1")).headers.location).toBe("/user/ada/?x=1");
});
