import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { WebSocket } from "ws";
import { type Side, startDaybook, startJupyter } from "./support/servers.js";

const schema_id = "https://events.jupyter.org/jupyter_server/contents_service/v1";
const good = { schema_id, version: "1", data: { action: "get", path: "posted.md" } };

let folder: string;
let jupyter: Side;
let daybook: Side;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "daybook-interop-"));
  [jupyter, daybook] = await Promise.all([
    startJupyter(inject("python"), join(folder, "jupyter")),
    startDaybook(join(folder, "daybook"), { allowed_schemas: [schema_id] }),
  ]);
});

afterAll(async () => {
  await Promise.all([jupyter?.stop(), daybook?.stop()]);
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** The calls of a test, as each server answers them, beside what its subscriber gets. */
async function watched<Result>(act: (call: Call) => Promise<Result>) {
  return Promise.all(
    [jupyter, daybook].map(async ({ host, port, token, root }) => {
      const socket = new WebSocket(`ws://${host}:${port}/api/events/subscribe?token=${token}`);
      const frames: Frame[] = [];
      socket.on("message", (text) => frames.push(JSON.parse(String(text))));
      await once(socket, "open");
      const call = (path: string, init: RequestInit = {}) =>
        fetch(`http://${host}:${port}/${path}`, { ...init, headers: { Authorization: `token ${token}` } });
      try {
        return { answer: await act({ call, frames, root }), frames };
      } finally {
        socket.terminate();
      }
    }),
  );
}

type Frame = Record<string, unknown>;

interface Call {
  readonly call: (path: string, init?: RequestInit) => Promise<Response>;
  readonly frames: Frame[];
  readonly root: string;
}

const post = (body: unknown) => ({
  method: "POST",
  body: typeof body === "string" ? body : JSON.stringify(body),
});

describe("POST /api/events is answered as by jupyter_server", () => {
  test.each([
    ["an event", good, 204],
    ["a version as number", { ...good, version: 1 }, 204],
    ["a time with offset and Z", { ...good, timestamp: "2022-05-26T12:50:00+06:00Z" }, 204],
    ["no body", "", 400],
    ["no JSON", "{", 400],
    ["a list", [], 400],
    ["no schema", { version: "1", data: {} }, 400],
    ["no version", { schema_id, data: {} }, 400],
    ["no data", { schema_id, version: "1" }, 400],
    ["an unknown schema", { ...good, schema_id: "nope" }, 400],
    ["an unknown version", { ...good, version: "2" }, 400],
    ["a wrong event", { ...good, data: { action: "sing", path: "" } }, 400],
    ["no time", { ...good, timestamp: null }, 400],
    ["a word as time", { ...good, timestamp: "now" }, 400],
  ])("%s", async (_case, body, status) => {
    // Watched, as jupyter_server validates only what somebody takes.
    const answers = await watched(async ({ call }) => {
      const answer = await call("api/events", post(body));
      return [answer.status, status === 204 ? await answer.text() : ""];
    });
    expect(answers.map(({ answer }) => answer)).toEqual([
      [status, ""],
      [status, ""],
    ]);
  });
});

test("subscribers get the same frames", async () => {
  const answers = await watched(async ({ call, frames, root }) => {
    await writeFile(join(root, "a b.md"), "");
    const counts: number[] = [];
    for (const act of [
      () => call("api/events", post(good)),
      () => call("api/contents/a%20b.md"),
      () => call("api/contents/a%20b.md", { method: "DELETE" }),
    ]) {
      await act();
      await vi.waitFor(() => expect(frames.length).toBeGreaterThan(counts.at(-1) ?? 0), 10_000);
      counts.push(frames.length);
    }
    return counts;
  });
  const expected = [
    { schema_id, ...good.data },
    { schema_id, action: "get", path: "a b.md" },
    { schema_id, action: "delete", path: "a b.md" },
  ];
  expect(answers.map(({ frames }) => frames)).toEqual([expected, expected]);
});
