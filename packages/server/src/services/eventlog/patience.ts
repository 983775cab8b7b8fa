/** How long handlers may take to keep what they were given, in seconds: a reader that has stalled may never take it. */
const patience = 30;

interface Wait {
  /** At which tick it began. */
  readonly since: number;
  giveUp(): void;
}

/**
 * Waits for handlers, but not for ever: half a minute, to the second. All who wait share one timer, as one for each
 * event would cost more than the event.
 */
export class Patience {
  /** In the order in which they began. */
  readonly #waits = new Set<Wait>();
  #ticks = 0;
  #ticking = false;

  /** @returns what the handlers give, or `undefined` where it took too long */
  waitFor<Result>(keeping: Promise<Result>): Promise<Result | undefined> {
    return new Promise((resolve, reject) => {
      const wait = { since: this.#ticks, giveUp: () => resolve(undefined) };
      this.#waits.add(wait);
      if (!this.#ticking) this.#tickLater();
      keeping.then(
        (result) => {
          this.#waits.delete(wait);
          resolve(result);
        },
        (error) => {
          this.#waits.delete(wait);
          reject(error);
        },
      );
    });
  }

  #tickLater(): void {
    this.#ticking = true;
    setTimeout(() => this.#tick(), 1000).unref();
  }

  #tick(): void {
    this.#ticking = false;
    this.#ticks++;
    for (const wait of this.#waits) {
      if (this.#ticks - wait.since < patience) break;
      this.#waits.delete(wait);
      wait.giveUp();
    }
    if (this.#waits.size > 0) this.#tickLater();
  }
}
