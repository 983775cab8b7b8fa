import { describe, test } from "vitest";
import { type HandlerHarness, handlerContract } from "../../src/testing/handler-contract.js";

/**
 * Runs the handler contract as tests of vitest; what a harness leaves out is shown as skipped, with the reason.
 *
 * @param leftOut further clauses that a destination cannot have, each with the reason
 */
export function testContract(
  name: string,
  harness: HandlerHarness,
  leftOut: Readonly<Record<string, string>> = {},
): void {
  describe(`${name} keeps the handler contract`, () => {
    for (const { name, skip, run } of handlerContract(harness)) {
      const reason = skip ?? leftOut[name.split(" ")[0] ?? ""];
      test.skipIf(reason !== undefined)(reason === undefined ? name : `${name} (left out: ${reason})`, run);
    }
  });
}
