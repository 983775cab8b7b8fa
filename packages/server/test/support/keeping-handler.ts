import type { Handler } from "@daybook/eventlog";

/** A handler that keeps events as a test has it do, and nothing else. */
export function keepingHandler(keep: NonNullable<Handler["keep"]>): Handler {
  return { handle() {}, keep, async flush() {}, async close() {} };
}
