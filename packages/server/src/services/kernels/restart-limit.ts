/** Counts how often a kernel died in a row, so that one that cannot live is not started for ever. */
export class RestartLimit {
  readonly #limit: number;
  readonly #stableTime: number;
  #deaths = 0;
  #lastDeath = Number.NEGATIVE_INFINITY;

  /**
   * @param limit how many deaths in a row are followed by a restart
   * @param stableTime in milliseconds: who lived longer is no longer in a row
   */
  constructor(limit: number, stableTime: number) {
    this.#limit = limit;
    this.#stableTime = stableTime;
  }

  /** Notes a death. @param now a time of a clock that never jumps, in milliseconds. @returns whether to restart */
  allows(now: number): boolean {
    this.#deaths = now - this.#lastDeath < this.#stableTime ? this.#deaths + 1 : 1;
    this.#lastDeath = now;
    return this.#deaths <= this.#limit;
  }
}
