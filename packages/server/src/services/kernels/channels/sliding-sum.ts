const slots = 30;

/**
 * The sum of what was added in the time just past. Time is cut into slots that fall out one by one, so that it takes the
 * same memory however much is added.
 */
export class SlidingSum {
  readonly #slotTime: number;
  readonly #sums = new Float64Array(slots);
  #slot = 0;
  #total = 0;

  /** @param window how far back the sum goes, in milliseconds */
  constructor(window: number) {
    this.#slotTime = window / slots;
  }

  /** @param now in milliseconds, never before that of an earlier call */
  total(now: number): number {
    const slot = Math.floor(now / this.#slotTime);
    const passed = Math.min(slot - this.#slot, slots);
    for (let step = 1; step <= passed; step++) {
      const place = (this.#slot + step) % slots;
      this.#total -= this.#sums[place] as number;
      this.#sums[place] = 0;
    }
    this.#slot = slot;
    return this.#total;
  }

  add(amount: number, now: number): void {
    this.total(now);
    this.#sums[this.#slot % slots] = (this.#sums[this.#slot % slots] as number) + amount;
    this.#total += amount;
  }

  clear(): void {
    this.#sums.fill(0);
    this.#total = 0;
  }
}
