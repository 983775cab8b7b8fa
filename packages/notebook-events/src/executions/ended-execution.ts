import type { KernelExecutionsV1 } from "../event-types.js";
import type { ExecutionOrigin } from "./execution.js";
import type { ExecutionOutcome } from "./execution-outcome.js";
import type { ExecutionRequest } from "./execution-request.js";
import { sha256Of } from "./sha256.js";

/** What is known of an execution at its end. Times are milliseconds. */
interface EndedExecutionParts {
  readonly request: ExecutionRequest;
  readonly origin: ExecutionOrigin;
  readonly startTime: number;
  readonly duration: number;
  readonly endTime: number;
  /** What the kernel told all before it answered. */
  readonly told: ExecutionOutcome;
  readonly readOutcome: () => ExecutionOutcome;
}

/**
 * An execution that has ended. Its event is made when it is asked for: that costs more than all that led to it, and is
 * cheaper for several of them in a row, when nobody waits for the kernel's answer.
 */
export class EndedExecution {
  readonly #parts: EndedExecutionParts;

  constructor(parts: EndedExecutionParts) {
    this.#parts = parts;
  }

  /** When it ended. */
  get time(): Date {
    return new Date(this.#parts.endTime);
  }

  /** Its event. What the answer leaves out is what the kernel told before. */
  get event(): KernelExecutionsV1 {
    const { request, origin, startTime, duration, told, readOutcome } = this.#parts;
    const { kernelId, username, confirmedBy, place } = origin;
    const outcome = readOutcome();
    const status = outcome.status ?? told.status;
    const executionCount = outcome.executionCount ?? told.executionCount;
    const errorName = outcome.errorName ?? told.errorName;
    return {
      kernel_id: kernelId,
      ...(place.sessionId === undefined ? {} : { session_id: place.sessionId }),
      ...(place.path === undefined ? {} : { path: place.path }),
      username,
      ...(confirmedBy === undefined ? {} : { confirmed_by: confirmedBy }),
      ...(request.code === undefined ? {} : { code: request.code }),
      code_sha256: request.code === undefined ? request.sha256 : sha256Of(request.code),
      code_length: request.length,
      ...(executionCount === undefined ? {} : { execution_count: executionCount }),
      ...(status === undefined ? {} : { status }),
      ...(outcome.abortReason === undefined ? {} : { abort_reason: outcome.abortReason }),
      ...(status === "error" && errorName !== undefined ? { error_name: errorName } : {}),
      silent: request.silent,
      ...(request.storeHistory === undefined ? {} : { store_history: request.storeHistory }),
      start_time: new Date(startTime).toISOString(),
      // A thousandth of a millisecond is more than the way to the kernel leaves of it.
      duration: Math.round(duration * 1000) / 1000,
    };
  }
}
