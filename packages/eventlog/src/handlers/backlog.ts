import { EventLogError } from "../errors.js";

/**
 * The option `maxBuffer` of a handler, checked.
 *
 * @param given Default: 16 Mi
 * @throws {EventLogError} code `invalid-option`
 */
export function bufferLimit(handlerClass: string, given = 16 * 1024 * 1024): number {
  if (Number.isInteger(given) && given >= 1) return given;
  throw new EventLogError(
    "invalid-option",
    `the maxBuffer of a ${handlerClass} is a whole number of at least 1`,
  );
}

/**
 * Tells when more waits than may. Once there was room in a turn of the event loop, there is room for all of that turn:
 * nothing can be written before it ends, so that a burst is no sign of a slow destination.
 */
export class Backlog {
  readonly #limit: number;
  readonly #waiting: () => number;
  #roomThisTurn = false;

  constructor(limit: number, waiting: () => number) {
    this.#limit = limit;
    this.#waiting = waiting;
  }

  get full(): boolean {
    if (this.#roomThisTurn) return false;
    if (this.#waiting() > this.#limit) return true;
    this.#roomThisTurn = true;
    setImmediate(() => {
      this.#roomThisTurn = false;
    });
    return false;
  }

  /**
   * The same, for what takes at most so much. Where much is free, the turn need not be remembered, which costs more than
   * to ask again.
   */
  isFullFor(most: number): boolean {
    return this.#waiting() + most > this.#limit && this.full;
  }

  /** True when there is room again, and enough of it not to be full at once. */
  get roomy(): boolean {
    return this.#waiting() <= this.#limit / 2;
  }
}

/** A number of events in words. */
export function counted(events: number): string {
  return events === 1 ? "1 event" : `${events} events`;
}
