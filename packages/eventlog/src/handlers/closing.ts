import { HandlerError } from "../errors.js";
import type { HandlerContext } from "../handler.js";

/** What handlers have in common about their end: they close once, and what still comes is told of once. */
export class Closing {
  #outcome: Promise<void> | undefined;
  #closed = false;
  #told = false;

  /** True from the moment on when closing begins. */
  get closed(): boolean {
    return this.#closed;
  }

  /** How closing ends, once it has begun. */
  get outcome(): Promise<void> | undefined {
    return this.#outcome;
  }

  /** Closes by draining what waits; again and again, that is done once. */
  close(drain: () => Promise<void>): Promise<void> {
    this.#closed = true;
    this.#outcome ??= drain();
    return this.#outcome;
  }

  /** @throws {HandlerError} once closed: a log that takes up such a handler would lose everything */
  assertOpenable(): void {
    if (this.#closed) throw new HandlerError("was closed and cannot be used again; make a new one");
  }

  /** Tells, at the first event that comes too late, that such are dropped. */
  dropLate(report: HandlerContext["report"]): void {
    if (this.#told) return;
    this.#told = true;
    report(new HandlerError("closed; events that still come are dropped"));
  }
}
