import type { ConfirmedBy } from "../observers/exchange.js";
import { EndedExecution } from "./ended-execution.js";
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

/** Who sends the requests of a client. */
export interface ExecutionSender {
  /** `null` for whoever the server does not know, `""` where nobody says who it is. */
  readonly username: string | null;
  /** Who says so, where the event is to have it. */
  readonly confirmedBy?: ConfirmedBy | undefined;
}

/** Who asked for an execution, where, and of which kernel. */
export interface ExecutionOrigin extends ExecutionSender {
  readonly kernelId: string;
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

  /** It has ended, and nothing is read or made for that yet. @param readOutcome reads what the answer says of it */
  end(readOutcome: () => ExecutionOutcome): EndedExecution {
    return new EndedExecution({
      request: this.request,
      origin: this.#origin,
      startTime: this.#startTime,
      duration: this.#clock.elapsed() - this.#start,
      endTime: this.#clock.now(),
      told: this.#told,
      readOutcome,
    });
  }
}
