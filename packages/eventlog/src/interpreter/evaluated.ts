/** Which members and elements of a value some keyword has looked at: the others are `unevaluated`. */
export class Evaluated {
  readonly #names = new Set<string>();
  #allNames = false;
  readonly #items = new Set<number>();
  /** All elements before this one have been looked at. */
  #firstItems = 0;

  addName(name: string): void {
    this.#names.add(name);
  }

  addAllNames(): void {
    this.#allNames = true;
  }

  /** So many elements from the start. */
  addFirstItems(count: number): void {
    this.#firstItems = Math.max(this.#firstItems, count);
  }

  addItem(index: number): void {
    this.#items.add(index);
  }

  add(other: Evaluated): void {
    if (other.#allNames) this.#allNames = true;
    for (const name of other.#names) this.#names.add(name);
    for (const index of other.#items) this.#items.add(index);
    this.addFirstItems(other.#firstItems);
  }

  hasItem(index: number): boolean {
    return index < this.#firstItems || this.#items.has(index);
  }

  hasName(name: string): boolean {
    return this.#allNames || this.#names.has(name);
  }
}
