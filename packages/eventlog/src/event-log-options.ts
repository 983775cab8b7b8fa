import type { Handler } from "./handler.js";
import type { AllowedSchemas, NormalAllowedSchemas } from "./policy/allowed-schemas.js";
import type { Problem } from "./problem-reporter.js";

export interface EventLogOptions {
  /** Where events go. Default: nowhere, and then nothing is recorded. */
  readonly handlers?: readonly Handler[];
  /** Which schemas are recorded, and what of them. Default: none. */
  readonly allowedSchemas?: AllowedSchemas | NormalAllowedSchemas;
  /** Where the relative paths of handlers start. Default: the current folder. */
  readonly directory?: string;
  /** Is told what goes wrong behind the caller's back. Default: one line on standard error. */
  readonly onProblem?: (problem: Problem) => void;
}

export interface RecordOptions {
  /** When it happened, if not now: a `Date`, or RFC 3339. */
  readonly timestamp?: Date | string;
}

/** An event for {@link EventLog.recordEventsKept}: what `recordEvent` takes as arguments. */
export interface EventToRecord extends RecordOptions {
  readonly schema: string;
  readonly version: number | string;
  readonly event: object;
}
