import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyInstance, InjectOptions } from "fastify";
import { describe, expect, test } from "vitest";
import { errorTable } from "../../src/errors.js";
import { testKernels } from "../../../../test/support/test-kernel.js";
import { writeFiles } from "../../../../test/support/temporary-folder.js";
import { workspaceFileName } from "../../src/services/lab/workspaces/file-name.js";
import { installedLab } from "../support/installed-lab.js";
import { type Route, withRoutes } from "../support/routes.js";
import { testApplication, testOptions, token } from "../support/test-server.js";

const host = "localhost:8888";
const allowedSchemas = [
  "hub.jupyter.org/server-action",
  "https://events.jupyter.org/jupyter_server/contents_service/v1",
  "eventlogging.jupyter.org/jupyter_server/checkpoint-actions",
];

/** A server over one file, with every route that it has. */
async function guardedServer(baseUrl = "/") {
  const { jupyterPath, kernels } = testKernels();
  writeFiles(jupyterPath, { "kernels/test/a.txt": "as it was" });
  const options = { ...(await testOptions({ allowedSchemas })), kernels };
  await writeFile(join(options.rootDir, "a.txt"), "as it was");
  const { lab } = installedLab(filesOfLab);
  writeFiles(lab.workspacesDir, {
    [workspaceFileName("a.txt")]: '{"data": {}, "metadata": {"id": "a.txt"}}',
  });
  const made = await withRoutes(() => testApplication({ ...options, baseUrl, lab }));
  return { ...options, ...made };
}

/** What the routes of JupyterLab are asked for. */
const filesOfLab = Object.fromEntries(
  ["lab/static", "lab/themes", "labextensions"].map((folder) => [
    `share/jupyter/${folder}/a.txt`,
    "as it was",
  ]),
);

/** The name that the last part of an address has, where it may have any. */
function nameIn(url: string): string {
  if (url.includes("/api/settings/")) return "@jupyterlab/apputils-extension:themes";
  return url.includes("/licenses/") ? "" : "a.txt";
}

/** What each kind of route does when it is let do it, so that only the guard can be the reason that it does not. */
function callOf({ method, url }: Route): InjectOptions {
  const address = url
    .replace("*", nameIn(url))
    .replace(":workspace", "mine")
    .replace(":section", "notebook")
    .replace("/kernelspecs/:name", "/kernelspecs/test");
  const payload = /\/eventlog(\/batch)?$/.test(url)
    ? {
        schema: "hub.jupyter.org/server-action",
        version: 1,
        event: { action: "start", username: "eve", servername: "" },
      }
    : { type: "file", format: "text", content: "overwritten", path: "moved.txt" };
  return {
    method: method as "GET",
    url: address,
    headers: { host },
    ...(["GET", "HEAD", "OPTIONS"].includes(method) ? {} : { payload: JSON.stringify(payload) }),
  };
}

/** What runs, by the routes that are about one of them: how one is started, and what it is called. */
const running = [
  { place: "/api/kernels/:id", start: "api/kernels", payload: {}, key: "id" },
  { place: "/api/sessions/:id", start: "api/sessions", payload: { path: "a", type: "console" }, key: "id" },
  { place: "/terminals/:name", start: "api/terminals", payload: {}, key: "name" },
];

/** The same about something that runs, where it is about one. */
async function aboutRunning(app: FastifyInstance, baseUrl: string, call: InjectOptions) {
  const url = String(call.url);
  const thing = running.find(({ place }) => url.includes(place));
  if (thing === undefined) return call;
  const { place, start, payload, key } = thing;
  const started = await app.inject({
    method: "POST",
    url: baseUrl + start,
    headers: { host, authorization: `token ${token}` },
    payload: JSON.stringify(payload),
  });
  return { ...call, url: url.replace(place, place.replace(/:\w+/, started.json()[key])) };
}

/** All that runs, asked with the token. */
async function allRunning(app: FastifyInstance, baseUrl: string): Promise<unknown[]> {
  const headers = { host, authorization: `token ${token}` };
  const lists = await Promise.all(running.map(({ start }) => app.inject({ url: baseUrl + start, headers })));
  return lists.flatMap((list) => (list.statusCode === 200 ? list.json() : []));
}

function withHeaders(call: InjectOptions, headers: Record<string, string>): InjectOptions {
  return { ...call, headers: { ...call.headers, ...headers } };
}

function withQuery(call: InjectOptions, query: string): InjectOptions {
  return { ...call, url: `${call.url}?${query}` };
}

/** The cookies of a browser that has logged in. */
async function login(app: FastifyInstance, baseUrl = "/") {
  const jar = new Map<string, string>();
  for (const url of [`${baseUrl}?token=${token}`, baseUrl]) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await app.inject({ url, headers: { host, accept: "text/html", cookie } });
    for (const { name, value } of response.cookies) jar.set(name, value);
  }
  return {
    cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
    xsrf: jar.get("_xsrf") ?? "",
    session: [...jar].find(([name]) => name.startsWith("daybook-session")) ?? ["", ""],
  };
}

type Login = Awaited<ReturnType<typeof login>>;

const isUnsafe = ({ method }: Route) => !["GET", "HEAD", "OPTIONS"].includes(method);
const isGuarded = ({ access }: Route) => access !== "public";

/** Each way to come without the right to, and to which routes it is tried on. */
const intruders: readonly {
  readonly name: string;
  readonly tried: (route: Route) => boolean;
  readonly call: (call: InjectOptions, login: Login) => InjectOptions;
}[] = [
  { name: "no token", tried: isGuarded, call: (call) => call },
  ...[
    "token wrong",
    "Bearer wrong",
    `token ${token}x`,
    `token ${token.slice(1)}`,
    `Basic ${token}`,
    token,
    "token",
    "",
  ].map((authorization) => ({
    name: `Authorization: ${JSON.stringify(authorization)}`,
    tried: isGuarded,
    call: (call: InjectOptions) => withHeaders(call, { authorization }),
  })),
  ...[
    "token=wrong",
    "token=",
    "token",
    `token=${token}&token=wrong`,
    `token[]=${token}`,
    `Token=${token}`,
    `__proto__=${token}`,
  ].map((query) => ({
    name: `?${query}`,
    tried: isGuarded,
    call: (call: InjectOptions) => withQuery(call, query),
  })),
  {
    name: "a wrong token beside a login",
    tried: isGuarded,
    call: (call, { cookie, xsrf }) =>
      withHeaders(call, { cookie, "x-xsrftoken": xsrf, authorization: "token wrong" }),
  },
  {
    name: "a forged login",
    tried: isGuarded,
    call: (call, { session: [name], xsrf }) =>
      withHeaders(call, {
        cookie: `${name}=1790000000.${"A".repeat(43)}; _xsrf=${xsrf}`,
        "x-xsrftoken": xsrf,
      }),
  },
  {
    name: "a login with another time",
    tried: isGuarded,
    call: (call, { session: [name, value], xsrf }) =>
      withHeaders(call, {
        cookie: `${name}=${value.replace(/^\d/, "9")}; _xsrf=${xsrf}`,
        "x-xsrftoken": xsrf,
      }),
  },
  {
    name: "a login without the XSRF token",
    tried: (route) => isGuarded(route) && isUnsafe(route),
    call: (call, { cookie }) => withHeaders(call, { cookie }),
  },
  {
    name: "a login with another XSRF token",
    tried: (route) => isGuarded(route) && isUnsafe(route),
    call: (call, { cookie }) => withHeaders(call, { cookie, "x-xsrftoken": "x".repeat(32) }),
  },
  {
    name: "a login with empty XSRF tokens",
    tried: (route) => isGuarded(route) && isUnsafe(route),
    call: (call, { session }) =>
      withHeaders(call, { cookie: `${session.join("=")}; _xsrf=`, "x-xsrftoken": "" }),
  },
  ...[
    "https://evil.example",
    "null",
    `https://${host}.evil.example`,
    "http://localhost:9999",
    "file://",
    "http://[",
  ].map((origin) => ({
    name: `a login from a page of ${origin}`,
    tried: isGuarded,
    call: (call: InjectOptions, { cookie, xsrf }: Login) =>
      withHeaders(call, { cookie, "x-xsrftoken": xsrf, origin }),
  })),
  {
    name: "another method in a header",
    tried: (route) => isGuarded(route) && isUnsafe(route),
    call: (call, { cookie }) =>
      withHeaders(
        { ...call, method: "GET" },
        { cookie, "x-http-method-override": String(call.method), origin: "https://evil.example" },
      ),
  },
  {
    name: "a name that is not this server's",
    tried: () => true,
    call: (call) => withHeaders(call, { authorization: `token ${token}`, host: "evil.example" }),
  },
];

describe.each(["/", "/user/ada/"])("below %s", (baseUrl) => {
  test("everybody may call these routes and no others", async () => {
    const { routes } = await guardedServer(baseUrl);
    const open = routes
      .filter(({ access }) => access === "public")
      .map(({ method, url }) => `${method} ${url}`);
    const redirects = baseUrl === "/" ? [] : ["GET /", "GET /user/ada"];
    expect(open.sort()).toEqual(
      ["GET api", "GET login", "POST login", "POST logout"]
        .map((route) => route.replace(" ", ` ${baseUrl}`))
        .concat(redirects)
        .sort(),
    );
    expect(routes.length).toBeGreaterThan(15);
  });

  test.each(
    intruders.map((intruder) => [intruder.name, intruder] as const),
  )("%s: nothing is told, changed or recorded", async (_name, { tried, call }) => {
    const { app, routes, rootDir, memory, jupyterPaths } = await guardedServer(baseUrl);
    const visitor = await login(app, baseUrl);
    for (const route of routes.filter(tried)) {
      for (const accept of ["*/*", "text/html"]) {
        const response = await app.inject(withHeaders(call(callOf(route), visitor), { accept }));
        const { statusCode, headers } = response;
        const name = `${route.method} ${route.url} (${accept}): ${statusCode}`;
        if (statusCode === 302) expect(`${name} ${headers.location}`).toContain(` ${baseUrl}login?`);
        else expect(name).toMatch(/: 40[34]$/);
        expect(headers["set-cookie"]).toBeUndefined();
        expect(response.body).not.toMatch(/as it was|a\.txt/);
        expect(response.body).not.toContain(token);
        // Where to go after the login repeats what was asked for, but for the token.
        expect(decodeURIComponent(String(headers.location))).not.toMatch(/[?&]token=/);
      }
    }
    expect(await readdir(rootDir)).toEqual(["a.txt"]);
    expect(await readFile(join(rootDir, "a.txt"), "utf8")).toBe("as it was");
    expect(memory.events).toEqual([]);
    expect(await allRunning(app, baseUrl)).toEqual([]);
    expect(await readdir(jupyterPaths.configDir)).toEqual([]);
  });

  // Without this, a matrix of refusals would also pass on a server that refuses everybody.
  test.each(["token", "login"])("with a %s they all let in", async (proof) => {
    const { routes } = await guardedServer(baseUrl);
    const shared = await guardedServer(baseUrl);
    for (const route of routes.filter(isGuarded)) {
      // A server of its own for each call that changes something, as some of them delete the file.
      const { app } = isUnsafe(route) ? await guardedServer(baseUrl) : shared;
      const { cookie, xsrf } = await login(app, baseUrl);
      const headers: Record<string, string> =
        proof === "token"
          ? { authorization: `token ${token}` }
          : { cookie, "x-xsrftoken": xsrf, origin: `http://${host}` };
      const call = await aboutRunning(app, baseUrl, callOf(route));
      const response = await app.inject(withHeaders(call, headers));
      // A folder takes other calls than a file does, so that some are wrong in what they ask, others want a thing that is
      // not there, or an upgrade; none is refused. Some addresses are an older name of another, and some lead to what only
      // tells that nothing can be changed there.
      expect(`${route.method} ${route.url}: ${response.statusCode}`).toMatch(
        /: (2\d\d|302|400|404|405|426)$/,
      );
      expect(String(response.headers.location)).not.toContain("login");
      expect(response.body).not.toContain(errorTable["no-route"].message);
    }
  });

  test.each(["HEAD", "OPTIONS", "TRACE", "PROPFIND"])("%s gets around no guard", async (method) => {
    const { app, routes } = await guardedServer(baseUrl);
    const { cookie } = await login(app, baseUrl);
    const taken = (url: string) => routes.some((route) => route.url === url && route.method === method);
    for (const route of routes.filter(({ url }) => !taken(url))) {
      const call = withHeaders({ ...callOf(route), method: method as "GET" }, { cookie });
      const { statusCode } = await app.inject(call);
      expect(`${method} ${route.url}: ${statusCode}`).toMatch(/: 40[45]$/);
    }
  });
});
