import { expect, test } from "vitest";
import { homePage } from "../../src/pages/home-page.js";
import type { ServerOptions } from "../../src/index.js";
import { installedLab } from "../support/installed-lab.js";
import { testApplication, testOptions, token } from "../support/test-server.js";

async function homeText(
  logOptions: Parameters<typeof testOptions>[0] = {},
  more: Partial<ServerOptions> = {},
): Promise<string> {
  const app = await testApplication({ ...(await testOptions(logOptions)), ...more });
  const response = await app.inject({
    method: "GET",
    url: "/",
    headers: { authorization: `token ${token}` },
  });
  expect(response.headers["content-type"]).toBe("text/html; charset=utf-8");
  // What a person reads: the text without its tags.
  return response.body
    .replace(/<style>.*<\/style>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}

const contents = "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions";

test("says that nothing is recorded where nothing is", async () => {
  expect(await homeText()).toContain("Nothing: the operator has allowed no events.");
  expect(await homeText({ handlers: [], allowedSchemas: [contents] })).toContain("named no place");
});

test("says in words what is recorded, what is withheld and why, and where it goes", async () => {
  const text = await homeText({ allowedSchemas: [contents] });
  expect(text).toContain("Events go to MemoryHandler");
  expect(text).toMatch(/action recorded .*\(unrestricted\)/);
  expect(text).toMatch(/path withheld .*\(category personally-identifiable-information not allowed\)/);
  expect(text).toContain("does not record them: Authentication");
});

test("says who else can watch, and what is passed on without being recorded", async () => {
  expect(await homeText({ allowedSchemas: [contents] })).not.toContain("kept nowhere");
  const text = await homeText({
    allowedSchemas: [contents],
    broadcastSchemas: ["hub.jupyter.org/server-action", contents],
  });
  expect(text).toContain("can watch these events as they happen, at /api/events/subscribe");
  expect(text).toMatch(/kept nowhere: hub\.jupyter\.org\/server-action\s+What is not/);
  expect(text.split("does not record them")[1]).not.toContain("hub.jupyter.org/server-action");
});

test("does not promise that code stays out where it is recorded", async () => {
  const home = { baseUrl: "/", origin: "http://localhost/", destinations: ["file"], broadcastSchemas: [] };
  const code = {
    name: "code",
    description: "what was run",
    categories: ["executed-code"],
    recorded: true,
    reason: "executed-code allowed",
    withheldParts: [],
  };
  const schema = {
    schema: "example.org/runs",
    version: 1,
    title: "Run",
    description: "",
    allowed: true,
    usesCategories: true,
  };
  const promise = "What is in your notebooks and files is no part of these events";
  expect(
    homePage({ ...home, schemas: [{ ...schema, properties: [{ ...code, recorded: false }] }] }),
  ).toContain(promise);
  const told = homePage({ ...home, schemas: [{ ...schema, properties: [code] }] });
  expect(told).not.toContain(promise);
  expect(told).toContain("The code that you run is recorded");
});

test("says which events are recorded whole", async () => {
  expect(await homeText({ allowedSchemas: ["hub.jupyter.org/server-action"] })).toContain("recorded whole");
});

test("takes a description from an operator's schema as text, never as HTML", () => {
  const body = homePage({
    baseUrl: "/",
    origin: "http://localhost/",
    destinations: ["<b>file</b>"],
    broadcastSchemas: [],
    schemas: [
      {
        schema: "example.org/<script>",
        version: 1,
        title: "<img src=x>",
        description: "uses `<i>` & more",
        allowed: true,
        usesCategories: false,
        properties: [],
      },
    ],
  });
  expect(body).not.toMatch(/<(b|script|img|i)>/);
  expect(body).toContain("uses <code>&lt;i&gt;</code> &amp; more");
});

test("leads to JupyterLab where one is served, and says how to get one where none is", async () => {
  const { lab } = installedLab();
  expect(await homeText({}, { lab })).toContain("Open JupyterLab version 4.6.6");
  const without = await homeText();
  expect(without).not.toContain("Open JupyterLab");
  expect(without).toContain("pip install jupyterlab ipykernel");
});

test("stays where it is when the operator sends people on from the base URL", async () => {
  const app = await testApplication({
    ...(await testOptions()),
    baseUrl: "/user/ada/",
    defaultUrl: "/lab",
  });
  const get = (url: string) => app.inject({ url, headers: { authorization: `token ${token}` } });
  expect((await get("/user/ada/")).headers.location).toBe("/user/ada/lab");
  expect((await get("/user/ada/home")).body).toContain("What is recorded of you");
});
