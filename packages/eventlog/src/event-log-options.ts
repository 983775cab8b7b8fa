import type { Acknowledgement } from "./acknowledgement.js";
import type { EventLogError } from "./errors.js";
import type { Handler } from "./handler.js";
import type { RoutedHandler } from "./handler-route.js";
import type { LiveEvents } from "./live-events.js";
import type { AllowedSchemas, NormalAllowedSchemas } from "./policy/allowed-schemas.js";
import type { Problem } from "./problem-reporter.js";

export interface EventLogOptions {
  /** Where events go. Default: nowhere, and then nothing is recorded. */
  readonly handlers?: readonly (Handler | RoutedHandler)[];
  /** Which schemas are recorded, and what of them. Default: none. */
  readonly allowedSchemas?: AllowedSchemas | NormalAllowedSchemas;
  /** Schemas that are not recorded but passed on live: see {@link LiveEvents.broadcastSchemas}. Default: none. */
  readonly broadcastSchemas?: readonly string[];
  /** How far events must have come before a sender who waits hears that they are kept. Default: `durable`. */
  readonly ack?: Acknowledgement;
  /**
   * Gives every event an id and a number: `__id__`, a UUID that sorts by time, and `__sequence__`, which counts the events
   * of this process, so that duplicates and gaps can be found. Default: false.
   */
  readonly eventIds?: boolean;
  /** Where the relative paths of handlers start. Default: the current folder. */
  readonly directory?: string;
  /** Is told what goes wrong behind the caller's back. Default: one line on standard error. */
  readonly onProblem?: (problem: Problem) => void;
}

export interface RecordOptions {
  /** When it happened, if not now: a `Date`, or RFC 3339. */
  readonly timestamp?: Date | string;
}

export interface KeepOptions extends RecordOptions {
  /** Lowers what is waited for; more than what is configured is never waited for. Default: what is configured. */
  readonly ack?: Acknowledgement;
}

/** An event for {@link EventLog.recordEventsKept}: what `recordEvent` takes as arguments. */
export interface EventToRecord extends RecordOptions {
  readonly schema: string;
  readonly version: number | string;
  readonly event: object;
}

/**
 * What became of one of several events: `recorded`; `not-allowed`, as the operator has not allowed its schema; `unheard`,
 * as there is no handler for it; or the error that `recordEventKept` would throw.
 */
export type RecordOutcome = "recorded" | "not-allowed" | "unheard" | EventLogError;
