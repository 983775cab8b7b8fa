import { describe, test } from "vitest";
import { type HandlerHarness, handlerContract } from "../../src/testing/handler-contract.js";

/** Runs the handler contract as tests of vitest; what a harness leaves out is shown as skipped, with the reason. */
export function testContract(name: string, harness: HandlerHarness): void {
  describe(`${name} keeps the handler contract`, () => {
    for (const { name, skip, run } of handlerContract(harness)) {
      test.skipIf(skip !== undefined)(skip === undefined ? name : `${name} (left out: ${skip})`, run);
    }
  });
}
