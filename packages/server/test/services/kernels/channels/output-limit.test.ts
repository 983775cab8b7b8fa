import { expect, test } from "vitest";
import { completeChannelsOptions } from "../../../../src/services/kernels/channels/channels-options.js";
import { OutputLimit } from "../../../../src/services/kernels/channels/output-limit.js";
import { outgoing, printed } from "./outgoing.js";

const options = completeChannelsOptions({
  iopubMsgRateLimit: 10,
  iopubDataRateLimit: 100_000,
  rateLimitWindow: 1,
});
const idle = outgoing("status", { execution_state: "idle" });

/** How many of some equal messages pass, one in each so many milliseconds, and what is told. */
function flood(limit: OutputLimit, message = printed("x"), { count = 100, every = 1, start = 0 } = {}) {
  const passages = Array.from({ length: count }, (_, index) => limit.passage(message, start + index * every));
  return {
    passed: passages.filter((passage) => passage === "passes").length,
    notices: passages.flatMap((passage) => (typeof passage === "object" ? [passage.notice] : [])),
  };
}

test("messages beyond the limit are dropped, and it is told once, with the option that sets it", () => {
  const { passed, notices } = flood(new OutputLimit(options));
  expect(passed).toBe(10);
  expect(notices).toHaveLength(1);
  expect(notices[0]).toContain("ZMQChannelsWebsocketConnection.iopub_msg_rate_limit");
});

test("bytes of streams beyond the limit are dropped, and those of pictures are not", () => {
  const text = "x".repeat(30_000);
  const { passed, notices } = flood(new OutputLimit(options), printed(text), { count: 8 });
  expect(passed).toBe(3);
  expect(notices[0]).toContain("ZMQChannelsWebsocketConnection.iopub_data_rate_limit");
  const picture = outgoing("display_data", { data: { "image/png": text } });
  expect(flood(new OutputLimit(options), picture, { count: 8 }).passed).toBe(8);
});

test("slow output passes for ever", () => {
  expect(flood(new OutputLimit(options), printed("x"), { every: 110, count: 500 })).toEqual({
    passed: 500,
    notices: [],
  });
});

test("output flows again when there was less for a while", () => {
  const limit = new OutputLimit(options);
  flood(limit);
  expect(limit.passage(printed("x"), 500)).toBe("dropped");
  expect(limit.passage(printed("x"), 1200)).toBe("passes");
});

test("the next cell has the whole limit for itself", () => {
  const limit = new OutputLimit(options);
  flood(limit);
  expect(limit.passage(idle, 101)).toBe("passes");
  expect(flood(limit, printed("x"), { start: 102 }).passed).toBe(10);
});

test.each([
  ["states", outgoing("status", { execution_state: "busy" })],
  ["inputs", outgoing("execute_input")],
  ["answers", outgoing("execute_reply", {}, "shell")],
])("%s pass whatever comes beside them", (_case, message) => {
  const limit = new OutputLimit(options);
  flood(limit);
  expect(flood(limit, message)).toEqual({ passed: 100, notices: [] });
});

test.each([
  { limitRate: false },
  { iopubMsgRateLimit: 0, iopubDataRateLimit: 0 },
])("no limit with %j", (none) => {
  expect(flood(new OutputLimit({ ...options, ...none }), printed("x".repeat(10_000))).passed).toBe(100);
});
