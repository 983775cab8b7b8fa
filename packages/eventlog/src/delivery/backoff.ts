/** Nobody is left alone for longer, whatever they ask for: it may be a mistake. */
const longestDelay = 60 * 60 * 1000;

/**
 * How long to wait before the next try: twice as long after each failure, up to a limit, and a random part less, so that
 * the many handlers of a destination that was away do not come back in the same moment.
 */
export class Backoff {
  readonly #first: number;
  readonly #longest: number;
  readonly #random: () => number;
  #failures = 0;

  constructor(first: number, longest: number, random: () => number = Math.random) {
    this.#first = first;
    this.#longest = longest;
    this.#random = random;
  }

  /** @param asked what the destination asks for, in milliseconds; it gets that at least */
  next(asked = 0): number {
    const delay = Math.min(this.#longest, this.#first * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 50);
    return Math.min(longestDelay, Math.max(asked, delay / 2 + (delay / 2) * this.#random()));
  }

  reset(): void {
    this.#failures = 0;
  }
}
