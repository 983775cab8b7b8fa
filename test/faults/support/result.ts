import type { TestContext } from "vitest";
import type { Findings } from "./findings.js";

/** A row of the table that the suite prints. */
export interface FaultResult extends Findings {
  readonly fault: string;
  /** What was under test. */
  readonly subject: string;
  readonly runs: number;
  /** How many events were acknowledged. */
  readonly events: number;
  /** What else was measured. */
  readonly note?: string;
}

declare module "vitest" {
  interface TaskMeta {
    faults?: FaultResult;
  }
}

/** Hands a result to the reporter, which prints it in its table. */
export function noteResult({ task }: Pick<TestContext, "task">, result: FaultResult): void {
  task.meta.faults = result;
}
