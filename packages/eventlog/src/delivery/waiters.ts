/** Somebody who waits until the events up to a position are delivered. */
export interface Waiter {
  readonly position: number;
  /** Whether a failed attempt is the end of waiting, as for a flush; a sender waits for its event. */
  readonly impatient: boolean;
  resolve(): void;
  reject(error: Error): void;
}

/** Those who wait for deliveries, in the order of what they wait for. */
export class Waiters {
  #waiters: Waiter[] = [];

  add(waiter: Waiter): void {
    this.#waiters.push(waiter);
  }

  /** Everything up to a position is done with. @param refused positions of events that were refused for good */
  settle(position: number, refused: ReadonlySet<number>, refusal: Error): void {
    this.#take(
      (waiter) => waiter.position <= position,
      (waiter) => {
        if (!waiter.impatient && refused.has(waiter.position)) waiter.reject(refusal);
        else waiter.resolve();
      },
    );
  }

  rejectImpatient(error: Error): void {
    this.#take(
      (waiter) => waiter.impatient,
      (waiter) => waiter.reject(error),
    );
  }

  /** Rejects those whose events have positions from `first` to `last`. */
  reject(first: number, last: number, error: Error): void {
    this.#take(
      (waiter) => waiter.position >= first && waiter.position <= last,
      (waiter) => waiter.reject(error),
    );
  }

  #take(which: (waiter: Waiter) => boolean, settle: (waiter: Waiter) => void): void {
    if (this.#waiters.length === 0) return;
    const taken = this.#waiters.filter(which);
    if (taken.length === 0) return;
    this.#waiters = this.#waiters.filter((waiter) => !which(waiter));
    for (const waiter of taken) settle(waiter);
  }
}
