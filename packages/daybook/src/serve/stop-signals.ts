/**
 * Whoever presses Ctrl+C under `npm start` sends two signals: the terminal sends one to all, and npm passes its own
 * on. Two within this time, in milliseconds, are the same wish.
 */
const sameWish = 200;

/**
 * The signals that ask this process to stop: the first asks politely, a second one will not wait. SIGHUP is one of them
 * where there is a terminal, as it then says that the terminal has gone.
 */
export class StopSignals {
  /** Resolves with the first signal, or with who else asked first. */
  readonly first: Promise<string>;
  /** Resolves with the second one. */
  readonly second: Promise<NodeJS.Signals>;
  readonly #tellFirst: (who: string) => void;
  #firstAt: number | undefined;

  /** @param hasTerminal whether a person started this process in a terminal */
  constructor(hasTerminal: boolean) {
    let tellFirst: (who: string) => void;
    let tellSecond: (signal: NodeJS.Signals) => void;
    this.first = new Promise((resolve) => {
      tellFirst = resolve;
    });
    this.second = new Promise((resolve) => {
      tellSecond = resolve;
    });
    this.#tellFirst = (who) => {
      this.#firstAt = performance.now();
      tellFirst(who);
    };
    const receive = (signal: NodeJS.Signals): void => {
      if (this.#firstAt === undefined) this.#tellFirst(signal);
      else if (performance.now() - this.#firstAt > sameWish) tellSecond(signal);
    };
    process.on("SIGTERM", receive);
    process.on("SIGINT", receive);
    if (hasTerminal) process.on("SIGHUP", receive);
  }

  /** Counts as the first signal, where there was none yet: somebody asked to stop in another way. */
  ask(who: string): void {
    if (!this.received) this.#tellFirst(who);
  }

  /** True from the first signal on. */
  get received(): boolean {
    return this.#firstAt !== undefined;
  }
}
