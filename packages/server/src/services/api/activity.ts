/** When the server was used last. */
export class Activity {
  #last = Date.now();

  get last(): Date {
    return new Date(this.#last);
  }

  note(): void {
    this.#last = Date.now();
  }
}
