import { expect, test } from "vitest";
import { homePage } from "../../src/pages/home-page.js";
import { testApplication, testOptions, token } from "../support/test-server.js";

async function homeText(allowedSchemas: Parameters<typeof testOptions>[0] = {}): Promise<string> {
  const app = await testApplication(await testOptions(allowedSchemas));
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

test("says which events are recorded whole", async () => {
  expect(await homeText({ allowedSchemas: ["hub.jupyter.org/server-action"] })).toContain("recorded whole");
});

test("takes a description from an operator's schema as text, never as HTML", () => {
  const body = homePage({
    baseUrl: "/",
    origin: "http://localhost/",
    destinations: ["<b>file</b>"],
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
