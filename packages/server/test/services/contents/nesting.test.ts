import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { maximumNotebookDepth } from "../../../src/json-limits.js";
import { testApplication, testOptions, token } from "../../support/test-server.js";

const headers = { authorization: `token ${token}` };

/** A notebook nested so many levels deep, itself the first of them and its metadata the second. */
function nested(levels: number): string {
  const inner = `${'{"a":'.repeat(levels - 2)}1${"}".repeat(levels - 2)}`;
  return `{"cells": [], "metadata": {"deep": ${inner}}, "nbformat": 4, "nbformat_minor": 5}`;
}

async function server() {
  const options = await testOptions();
  const app = await testApplication(options);
  const call = (method: "GET" | "PUT", payload?: string) =>
    app.inject({
      method,
      url: "/api/contents/a.ipynb",
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
  return { ...options, call };
}

describe("a notebook that can be opened can be saved", () => {
  test("as deep as it may be", async () => {
    const { call, rootDir } = await server();
    await writeFile(join(rootDir, "a.ipynb"), nested(maximumNotebookDepth));
    const opened = await call("GET");
    expect(opened.statusCode).toBe(200);
    const { content } = opened.json();
    expect((await call("PUT", JSON.stringify({ type: "notebook", content }))).statusCode).toBe(200);
    expect((await call("GET")).json()).toMatchObject({ content });
  });

  test("and one level deeper neither", async () => {
    const { call, rootDir } = await server();
    const tooDeep = nested(maximumNotebookDepth + 1);
    const saved = await call("PUT", `{"type": "notebook", "content": ${tooDeep}}`);
    expect(saved.json()).toMatchObject({ reason: "unreadable-notebook" });
    await writeFile(join(rootDir, "a.ipynb"), tooDeep);
    expect((await call("GET")).json()).toMatchObject({ reason: "unreadable-notebook" });
  });
});
