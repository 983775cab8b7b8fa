/** So many answers are kept; whoever has not asked for longest is asked about again. */
const mostAnswers = 10_000;

interface Kept<Answer> {
  readonly answer: Promise<Answer>;
  /** Until when it holds, on the clock of `performance.now()`; for ever while it is asked. */
  until: number;
}

/** Keeps answers for a bounded time. Who asks the same while a question is on its way gets the same answer. */
export class AnswerCache<Answer> {
  /** In the order of their use. */
  readonly #kept = new Map<string, Kept<Answer>>();
  readonly #maxAge: (answer: Answer) => number;

  /** @param maxAge for how long an answer holds, in milliseconds; 0 for one that is asked again next time */
  constructor(maxAge: (answer: Answer) => number) {
    this.#maxAge = maxAge;
  }

  /** @param ask does not reject */
  get(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#kept.get(key);
    this.#kept.delete(key);
    const kept = known !== undefined && known.until > performance.now() ? known : this.#ask(key, ask);
    this.#kept.set(key, kept);
    if (this.#kept.size > mostAnswers) this.#kept.delete(this.#kept.keys().next().value as string);
    return kept.answer;
  }

  #ask(key: string, ask: () => Promise<Answer>): Kept<Answer> {
    const kept: Kept<Answer> = { answer: ask(), until: Number.POSITIVE_INFINITY };
    void kept.answer.then((answer) => {
      kept.until = performance.now() + this.#maxAge(answer);
      if (kept.until <= performance.now() && this.#kept.get(key) === kept) this.#kept.delete(key);
    });
    return kept;
  }
}
