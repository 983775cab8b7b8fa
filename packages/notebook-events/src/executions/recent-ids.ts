/** The last ids of a row, up to a number. */
export class RecentIds {
  readonly #ids = new Set<string>();
  /** Goes on behind what was taken out: one made anew would first have to pass over all of that. */
  readonly #oldest = this.#ids.values();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(id: string): void {
    // Taken out first, so that it is the newest again.
    this.#ids.delete(id);
    this.#ids.add(id);
    if (this.#ids.size > this.#limit) this.#ids.delete(this.#oldest.next().value as string);
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }
}
