import type { KernelExecutionsV1 } from "../event-types.js";
import type { ExecutionOutcome } from "./execution-outcome.js";
import type { ExecutionRequest } from "./execution-request.js";

/** The session that a kernel belongs to. */
export interface ExecutionPlace {
  readonly sessionId?: string | undefined;
  readonly path?: string | undefined;
}

/** The clocks that executions are timed by. */
export interface ExecutionClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since any moment, by a clock that never jumps. */
  elapsed(): number;
}

/** Who asked for an execution, where, and of which kernel. */
interface ExecutionOrigin {
  readonly kernelId: string;
  readonly username: string | null;
  readonly place: ExecutionPlace;
}

/** One execution, from the request to the answer. */
export class Execution {
  readonly request: ExecutionRequest;
  readonly #origin: ExecutionOrigin;
  readonly #clock: ExecutionClock;
  #startTime: number;
  #start: number;
  #running = false;
  /** What the kernel told all before it answered. */
  #told: ExecutionOutcome = {};

  constructor(request: ExecutionRequest, origin: ExecutionOrigin, clock: ExecutionClock) {
    this.request = request;
    this.#origin = origin;
    this.#clock = clock;
    this.#startTime = clock.now();
    this.#start = clock.elapsed();
  }

  /** The kernel has begun with it: the time before that was spent in its queue. */
  begin(): void {
    if (this.#running) return;
    this.#running = true;
    this.#startTime = this.#clock.now();
    this.#start = this.#clock.elapsed();
  }

  /** The kernel told something of how it goes. */
  tell(outcome: ExecutionOutcome): void {
    this.#told = { ...this.#told, ...outcome };
  }

  /** Whether the kernel told of an error. */
  get hasFailed(): boolean {
    return this.#told.status === "error";
  }

  /** Its event, now that it has ended. What the outcome leaves out is what the kernel told before. */
  end(outcome: ExecutionOutcome): KernelExecutionsV1 {
    const { request } = this;
    const { kernelId, username, place } = this.#origin;
    const status = outcome.status ?? this.#told.status;
    const executionCount = outcome.executionCount ?? this.#told.executionCount;
    const errorName = outcome.errorName ?? this.#told.errorName;
    return {
      kernel_id: kernelId,
      ...(place.sessionId === undefined ? {} : { session_id: place.sessionId }),
      ...(place.path === undefined ? {} : { path: place.path }),
      username,
      ...(request.code === undefined ? {} : { code: request.code }),
      code_sha256: request.sha256,
      code_length: request.length,
      ...(executionCount === undefined ? {} : { execution_count: executionCount }),
      ...(status === undefined ? {} : { status }),
      ...(outcome.abortReason === undefined ? {} : { abort_reason: outcome.abortReason }),
      ...(status === "error" && errorName !== undefined ? { error_name: errorName } : {}),
      silent: request.silent,
      ...(request.storeHistory === undefined ? {} : { store_history: request.storeHistory }),
      start_time: new Date(this.#startTime).toISOString(),
      // A thousandth of a millisecond is more than the way to the kernel leaves of it.
      duration: Math.round((this.#clock.elapsed() - this.#start) * 1000) / 1000,
    };
  }
}
