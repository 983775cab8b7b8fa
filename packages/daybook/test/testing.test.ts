import { MemoryHandler } from "daybook";
import { handlerContract } from "daybook/testing";
import { describe, test } from "vitest";

const checks = handlerContract({
  without: { faults: "memory does not fail" },
  create() {
    const handler = new MemoryHandler(20_000);
    return { handler, read: async () => handler.records.map(({ line }) => line) };
  },
});

describe("daybook/testing checks a handler of daybook", () => {
  for (const { name, skip, run } of checks) {
    test.skipIf(skip !== undefined)(skip === undefined ? name : `${name} (left out: ${skip})`, run);
  }
});
