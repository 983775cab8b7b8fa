import { type Handler, handlerName } from "./handler.js";

/** Something that went wrong outside the caller's reach, for the operator. Holds nothing of any event. */
export interface Problem {
  /** What it happened to: a handler's name, or `listener`. */
  readonly source: string;
  readonly error: Error;
  /** How many more of the same source were passed over since the last one that was told. */
  readonly suppressed: number;
}

/** A source that fails at every event is told of once in so many milliseconds. */
const quietPeriod = 60_000;

/** Passes problems on to the operator without letting a broken handler flood them. */
export class ProblemReporter {
  readonly #tell: (problem: Problem) => void;
  readonly #sources = new Map<string, { message: string; toldAt: number; suppressed: number }>();

  constructor(tell: (problem: Problem) => void) {
    this.#tell = tell;
  }

  report(source: Handler | string, error: Error): void {
    const name = typeof source === "string" ? source : handlerName(source);
    const now = Date.now();
    const last = this.#sources.get(name);
    if (last !== undefined && last.message === error.message && now - last.toldAt < quietPeriod) {
      last.suppressed++;
      return;
    }
    this.#sources.set(name, { message: error.message, toldAt: now, suppressed: 0 });
    this.#tell({ source: name, error, suppressed: last?.suppressed ?? 0 });
  }
}

/** Tells of a problem on standard error; what a log does unless `onProblem` says otherwise. */
export function printProblem({ source, error, suppressed }: Problem): void {
  const more = suppressed > 0 ? ` (and ${suppressed} more since the last message)` : "";
  process.stderr.write(`daybook: ${source}: ${error.message}${more}\n`);
}
