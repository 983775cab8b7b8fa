/**
 * Tells when more waits than may. Within one turn of the event loop nothing can be written, so that the answer stays
 * that of the turn's first question: a burst is no sign of a slow destination.
 */
export class Backlog {
  readonly #limit: number;
  readonly #waiting: () => number;
  #answer: boolean | undefined;

  constructor(limit: number, waiting: () => number) {
    this.#limit = limit;
    this.#waiting = waiting;
  }

  get full(): boolean {
    if (this.#answer === undefined) {
      this.#answer = this.#waiting() > this.#limit;
      setImmediate(() => {
        this.#answer = undefined;
      });
    }
    return this.#answer;
  }

  /** True when there is room again, and enough of it not to be full at once. */
  get roomy(): boolean {
    return this.#waiting() <= this.#limit / 2;
  }
}
