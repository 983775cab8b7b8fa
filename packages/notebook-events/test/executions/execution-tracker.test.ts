import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { ExecutionTracker, type ExecutionTrackerOptions, KernelMessage } from "../../src/index.js";
import { messageOf, reply, request, told } from "./messages.js";

const idle = { execution_state: "idle" };
const busy = { execution_state: "busy" };

/** A tracker, the events it gave, and a clock that only the test moves. */
function trackerOf(options: Partial<ExecutionTrackerOptions> = {}) {
  const events: Record<string, unknown>[] = [];
  let milliseconds = 0;
  const tracker = new ExecutionTracker({
    kernelId: "k",
    record: ({ event }) => events.push({ ...event }),
    clock: { now: () => Date.parse("2026-11-23T00:00:00Z") + milliseconds, elapsed: () => milliseconds },
    ...options,
  });
  return { tracker, events, pass: (time: number) => (milliseconds += time) };
}

test("an execution is recorded with who, what, where, when and how it ended", () => {
  const place = { sessionId: "s", path: "a.ipynb" };
  const { tracker, events, pass } = trackerOf({ place: () => place });
  tracker.sent(request("1", "1 / 0", { silent: false, store_history: true }), { username: "ada" });
  pass(1000);
  tracker.received(told("1", "status", busy));
  pass(12.3456);
  tracker.received(told("1", "execute_input", { code: "1 / 0", execution_count: 3 }));
  const failure = { ename: "ZeroDivisionError", evalue: "secret", traceback: ["secret"] };
  tracker.received(told("1", "error", failure));
  tracker.received(reply("1", { status: "error", execution_count: 3, ...failure }));
  tracker.received(told("1", "status", idle));
  expect(events).toEqual([
    {
      kernel_id: "k",
      session_id: "s",
      path: "a.ipynb",
      username: "ada",
      code: "1 / 0",
      code_sha256: createHash("sha256").update("1 / 0").digest("hex"),
      code_length: 5,
      execution_count: 3,
      status: "error",
      error_name: "ZeroDivisionError",
      silent: false,
      store_history: true,
      start_time: "2026-11-23T00:00:01.000Z",
      duration: 12.346,
    },
  ]);
  expect(JSON.stringify(events)).not.toContain("secret");
});

test.each([
  ["ok", { status: "ok", execution_count: 1 }, { status: "ok", execution_count: 1 }],
  ["aborted", { status: "aborted" }, { status: "abort", abort_reason: "skipped" }],
  ["the abort of older kernels", { status: "abort" }, { status: "abort", abort_reason: "skipped" }],
  ["an error without a name", { status: "error" }, { status: "error" }],
  [
    "an error with a sentence for a name",
    { status: "error", ename: "no file /home/ada" },
    { status: "error" },
  ],
  ["something else", { status: "perhaps", execution_count: null }, {}],
])("a reply of %s", (_case, content, expected) => {
  const { tracker, events } = trackerOf();
  tracker.sent(request("1", "x"), { username: "ada" });
  tracker.received(reply("1", content));
  const [{ status, abort_reason, error_name, execution_count }] = events as [Record<string, unknown>];
  const known = { status, abort_reason, error_name, execution_count };
  expect(JSON.parse(JSON.stringify(known))).toEqual(expected);
});

test.each([
  [{}, false, true],
  [{ silent: true }, true, false],
  [{ silent: true, store_history: true }, true, false],
  [{ store_history: false }, false, false],
])("a request with %j", (options, silent, store_history) => {
  const { tracker, events } = trackerOf();
  tracker.sent(request("1", "x", options), { username: "ada" });
  tracker.received(reply("1", { status: "ok" }));
  expect(events).toMatchObject([{ silent, store_history }]);
});

test("requests on the control channel count too, and others do not", () => {
  const { tracker, events } = trackerOf();
  tracker.sent(messageOf("control", "execute_request", { id: "1", content: { code: "x" } }), {
    username: "ada",
  });
  tracker.sent(messageOf("shell", "complete_request", { id: "2", content: { code: "x" } }), {
    username: "ada",
  });
  tracker.sent(messageOf("stdin", "execute_request", { id: "3", content: { code: "x" } }), {
    username: "ada",
  });
  tracker.received(messageOf("control", "execute_reply", { parent: { id: "1" }, content: { status: "ok" } }));
  expect(tracker.waiting).toBe(0);
  expect(events).toHaveLength(1);
});

test("the answer may come before what the kernel tells all", () => {
  const { tracker, events } = trackerOf();
  tracker.sent(request("1", "x"), { username: "ada" });
  tracker.received(reply("1", { status: "ok" }));
  tracker.received(told("1", "status", busy));
  tracker.received(told("1", "execute_input", { code: "x", execution_count: 1 }));
  tracker.received(told("1", "status", idle));
  expect(events).toMatchObject([{ username: "ada" }]);
});

test.each([
  ["ran to its end", [], { status: "ok" }],
  ["failed", [told("9", "error", { ename: "KeyError" })], { status: "error", error_name: "KeyError" }],
])("code of a client that is connected to the kernel itself is recorded without a name: it %s", (_case, more, expected) => {
  const { tracker, events } = trackerOf();
  tracker.received(told("9", "status", busy));
  tracker.received(told("9", "execute_input", { code: "x", execution_count: 7 }));
  for (const message of more) tracker.received(message);
  expect(events).toHaveLength(0);
  tracker.received(told("9", "status", idle));
  expect(events).toMatchObject([
    { username: null, code: "x", execution_count: 7, silent: false, ...expected },
  ]);
  expect(events[0]).not.toHaveProperty("store_history");
});

test.each([
  "restart",
  "shutdown",
  "died",
] as const)("what waits when the kernel ends by %s is aborted", (reason) => {
  const { tracker, events } = trackerOf();
  tracker.sent(request("1", "x"), { username: "ada" });
  tracker.sent(request("2", "y"), { username: "bob" });
  tracker.received(told("9", "execute_input", { code: "z", execution_count: 7 }));
  tracker.ended(reason);
  tracker.received(reply("1", { status: "ok" }));
  expect(events.map(({ code, status, abort_reason }) => [code, status, abort_reason])).toEqual([
    ["x", "abort", reason],
    ["y", "abort", reason],
    ["z", "abort", reason],
  ]);
});

test("requests with the same id are answered in their turn", () => {
  const { tracker, events } = trackerOf();
  tracker.sent(request("1", "first"), { username: "ada" });
  tracker.sent(request("1", "second"), { username: "bob" });
  tracker.received(reply("1", { status: "ok" }));
  tracker.received(reply("1", { status: "error" }));
  tracker.received(reply("1", { status: "ok" }));
  expect(events).toMatchObject([
    { username: "ada", code: "first", status: "ok" },
    { username: "bob", code: "second", status: "error" },
  ]);
});

test("more requests than the limit do not wait: the oldest are recorded without their outcome", () => {
  const { tracker, events } = trackerOf({ limits: { executions: 2, codeBytes: 9 } });
  for (const id of ["1", "2", "3"]) tracker.sent(request(id, id), { username: "ada" });
  expect(events.map(({ code, status }) => [code, status])).toEqual([["1", undefined]]);
  tracker.received(reply("1", { status: "ok" }));
  tracker.sent(request("4", "long code"), { username: "ada" });
  tracker.received(reply("4", { status: "ok" }));
  expect(events.map(({ code }) => code)).toEqual(["1", "2", "3", "long code"]);
  expect(tracker.waiting).toBe(0);
});

test("code that is too long for an event leaves its length and its hash", () => {
  const { tracker, events } = trackerOf();
  const code = "é".repeat(600_000);
  tracker.sent(request("1", code), { username: "ada" });
  tracker.received(reply("1", { status: "ok" }));
  expect(events).toMatchObject([
    { code_length: 1_200_000, code_sha256: createHash("sha256").update(code).digest("hex") },
  ]);
  expect(events[0]).not.toHaveProperty("code");
});

test("nothing is read or kept while nobody wants the events", () => {
  let wanted = false;
  const { tracker, events } = trackerOf({ wanted: () => wanted });
  const unread = request("1", "x");
  Object.defineProperty(unread.parts, "content", { get: () => expect.fail("the content was read") });
  tracker.sent(unread, { username: "ada" });
  tracker.received(told("9", "execute_input", { code: "z", execution_count: 7 }));
  expect(tracker.waiting).toBe(0);
  wanted = true;
  tracker.sent(request("2", "x"), { username: "ada" });
  wanted = false;
  tracker.received(reply("2", { status: "ok" }));
  expect(events).toHaveLength(1);
});

test("outputs are not looked at", () => {
  const { tracker } = trackerOf();
  tracker.sent(request("1", "x"), { username: "ada" });
  for (const type of ["stream", "display_data", "execute_result", "comm_msg"]) {
    const message = told("1", type, {});
    Object.defineProperty(message.parts, "content", { get: () => expect.fail("the content was read") });
    tracker.received(message);
  }
});

test.each([
  ["no code", request("1", 5 as never)],
  ["a broken header", new KernelMessage({ ...request("1", "x").parts, header: Buffer.from("{") })],
  [
    "a broken content",
    new KernelMessage({ ...request("1", "x").parts, content: Buffer.from('{"code": "x') }),
  ],
  ["an endless header", new KernelMessage({ ...request("1", "x").parts, header: Buffer.alloc(20_000, " ") })],
])("a request with %s is none", (_case, message) => {
  const { tracker } = trackerOf();
  tracker.sent(message, { username: "ada" });
  tracker.received(
    new KernelMessage({ ...message.parts, channel: "iopub", parentHeader: message.parts.header }),
  );
  expect(tracker.waiting).toBe(0);
});
