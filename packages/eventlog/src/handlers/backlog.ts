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

  /** True when there is room again, and enough of it not to be full at once. */
  get roomy(): boolean {
    return this.#waiting() <= this.#limit / 2;
  }
}
