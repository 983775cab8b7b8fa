import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { parseKernelspec } from "../../../src/services/kernelspecs/kernelspec.js";
import { isIdle } from "../../../src/services/kernels/kernel-culler.js";
import { testManager } from "./kernels.js";

const now = Date.parse("2026-01-01T12:00:00Z");
const options = { cullIdleTimeout: 60, cullBusy: false, cullConnected: false };

/** A kernel that nobody has used for so many seconds. */
function kernel(idle: number, more: object = {}, metadata: object = {}) {
  return {
    spec: parseKernelspec("test", "", JSON.stringify({ argv: ["a"], metadata })),
    lastActivity: new Date(now - idle * 1000),
    executionState: "idle" as const,
    connections: 0,
    ...more,
  };
}

describe("a kernel is idle", () => {
  test.each([
    ["when its time has passed", kernel(61), options, true],
    ["not before", kernel(60), options, false],
    ["not while it works", kernel(61, { executionState: "busy" }), options, false],
    [
      "while it works, where that does not count",
      kernel(61, { executionState: "busy" }),
      { ...options, cullBusy: true },
      true,
    ],
    ["not while somebody has it open", kernel(61, { connections: 1 }), options, false],
    [
      "while somebody has it open, where that does not count",
      kernel(61, { connections: 1 }),
      { ...options, cullConnected: true },
      true,
    ],
    ["after a time of its own", kernel(61, {}, { cull_idle_timeout: 600 }), options, false],
    ["after a shorter time of its own", kernel(11, {}, { cull_idle_timeout: 10 }), options, true],
  ])("%s", (_when, subject, rules, expected) => {
    expect(isIdle(subject, rules, now)).toBe(expected);
  });
});

test("kernels that nobody uses are shut down, and that is reported", async () => {
  const { manager, reports } = testManager({ cullIdleTimeout: 0.01, cullInterval: 0.02 });
  const kernel = await manager.start();
  await once(kernel, "closed");
  expect(manager.list()).toEqual([]);
  expect(reports).toContain(`kernel ${kernel.id} (test) is shut down, as nobody uses it`);
});
