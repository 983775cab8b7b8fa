/** How much work one event may cost to check: steps of patterns, and schemas that look at a value. */
export const maximumWork = 5_000_000;

/** Thrown in the middle of a check that has cost more than one event may. */
export class TooMuchWork extends Error {
  constructor() {
    super("too much work");
    this.name = "TooMuchWork";
  }
}

/**
 * Counts what the check of one event costs, in steps and not in time, so that the same event always has the same fate.
 * Checks are synchronous: one counter serves all.
 */
export class Work {
  #left = Number.POSITIVE_INFINITY;
  #limit = Number.POSITIVE_INFINITY;

  /** Does something that may cost no more than so many steps. @throws {TooMuchWork} */
  within<Result>(limit: number, task: () => Result): Result {
    const [left, outer] = [this.#left, this.#limit];
    this.#left = limit;
    this.#limit = limit;
    try {
      return task();
    } finally {
      this.#left = left;
      this.#limit = outer;
    }
  }

  /** @throws {TooMuchWork} where the event may cost no more */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new TooMuchWork();
  }

  /** What the check under way has cost so far. */
  get spent(): number {
    return this.#limit - this.#left;
  }
}

export const work = new Work();
