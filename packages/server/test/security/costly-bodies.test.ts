import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testApplication, testOptions, token } from "../support/test-server.js";

const schema = "https://events.jupyter.org/jupyter_server/contents_service/v1";

async function server() {
  const problems: string[] = [];
  const options = await testOptions({ allowedSchemas: [schema] });
  const app = await testApplication({ ...options, report: (problem) => problems.push(problem) });
  const call = (method: "GET" | "PUT" | "POST" | "PATCH", path: string, payload?: string) =>
    app.inject({
      method,
      url: `/api/contents${path}`,
      headers: { authorization: `token ${token}` },
      ...(payload === undefined ? {} : { payload }),
    });
  return { ...options, problems, call };
}

/** JSON that is small to send, and a hundred times as large once it was read. */
const crowd = (item: string) => `[${`${item},`.repeat(5_000_000)}${item}]`;

const notebook = (cells: string) => `{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": ${cells}}`;

describe("JSON that would fill the memory is refused before it is read", () => {
  test.each([
    ["empty lists", crowd("[]")],
    ["empty objects", crowd("{}")],
    ["cells", `{"type": "notebook", "content": ${notebook(crowd("{}"))}}`],
    ["brackets after a text that looks like its own end", `{"a": "\\\\\\"", "b": ${crowd("[]")}}`],
  ])("%s", async (_name, payload) => {
    const { call, rootDir } = await server();
    const response = await call("PUT", "/a.ipynb", payload);
    expect(response.json()).toMatchObject({ reason: "too-large" });
    expect(response.statusCode).toBe(413);
    expect(await readdir(rootDir)).toEqual([]);
  });

  test("also where it stands in a file", async () => {
    const { call, rootDir } = await server();
    await writeFile(join(rootDir, "a.ipynb"), notebook(crowd("{}")));
    expect((await call("GET", "/a.ipynb")).json()).toMatchObject({ reason: "too-large" });
    // As a file, it is one text and harms nobody.
    expect((await call("GET", "/a.ipynb?type=file")).statusCode).toBe(200);
  });

  test("so is text that would be split into millions of lines", async () => {
    const { call, rootDir } = await server();
    const cell = (source: string) => ({ cell_type: "raw", id: "a", metadata: {}, source });
    const save = (source: string) => {
      const content = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell(""), cell(source)] };
      return call("PUT", "/a.ipynb", JSON.stringify({ type: "notebook", content }));
    };
    expect((await save("\n".repeat(6_000_000))).json()).toMatchObject({ reason: "too-large" });
    expect(await readdir(rootDir)).toEqual([]);
    expect((await save("\n".repeat(1000))).statusCode).toBe(201);
  });

  test("but not where the brackets are in a text", async () => {
    const { call } = await server();
    const payload = JSON.stringify({ type: "file", format: "text", content: crowd("[]") });
    expect((await call("PUT", "/a.json", payload)).statusCode).toBe(201);
  });
});

describe("a path longer than any file system takes is refused", () => {
  const path = "a/".repeat(200_000);
  test.each([
    ["as the new path of a file", "PATCH", "/a.txt", { path }],
    ["as what to copy", "POST", "/", { copy_from: path }],
  ] as const)("%s", async (_name, method, url, body) => {
    const { call, problems, rootDir } = await server();
    await writeFile(join(rootDir, "a.txt"), "");
    const response = await call(method, url, JSON.stringify(body));
    expect(response.json()).toMatchObject({ reason: "name-too-long" });
    expect(response.body.length).toBeLessThan(1000);
    expect(problems).toEqual([]);
  });
});

test("half a character in an extension leaves no file behind that nothing was recorded of", async () => {
  const { call, memory, rootDir } = await server();
  const response = await call("POST", "", '{"type": "file", "ext": ".\\ud800"}');
  expect(response.statusCode).toBe(400);
  expect(await readdir(rootDir)).toEqual([]);
  expect(memory.events).toEqual([]);
});

test.each([
  '{"valueOf": 1, "toString": 1}',
  "[[[]]]",
  '"none"',
  "1e999",
  "-5",
  "null",
])("a heading of an old notebook may have anything as its level (%s)", async (level) => {
  const { call, problems } = await server();
  const cell = `{"cell_type": "heading", "level": ${level}, "source": "x"}`;
  const content = `{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [${cell}]}]}`;
  const response = await call("PUT", "/a.ipynb", `{"type": "notebook", "content": ${content}}`);
  expect(response.statusCode).toBe(201);
  expect(problems).toEqual([]);
});
