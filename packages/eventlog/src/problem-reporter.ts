import { type Handler, handlerName } from "./handler.js";

/** Something that went wrong outside the caller's reach, for the operator. Holds nothing of any event. */
export interface Problem {
  /** What it happened to: a handler's name, or `listener`. */
  readonly source: string;
  readonly error: Error;
  /** How many more of the same source were passed over since the last one that was told. */
  readonly suppressed: number;
}

/** A source is told of once for each run of equal messages, and so often at most, in so many milliseconds. */
const quietPeriod = 60_000;
const toldAtMost = 20;

interface Source {
  message: string;
  periodStart: number;
  told: number;
  suppressed: number;
}

/** Passes problems on to the operator without letting a broken handler flood them. Never throws. */
export class ProblemReporter {
  readonly #tell: (problem: Problem) => void;
  // Two handlers may have one name, so handlers stand for themselves.
  readonly #sources = new Map<Handler | string, Source>();

  constructor(tell: (problem: Problem) => void) {
    this.#tell = tell;
  }

  report(source: Handler | string, error: Error): void {
    // Not the time of day, which can jump.
    const now = performance.now();
    const known = this.#sources.get(source);
    const current = known !== undefined && now - known.periodStart < quietPeriod;
    if (current && (known.message === error.message || known.told === toldAtMost)) {
      known.suppressed++;
      return;
    }
    this.#sources.set(source, {
      message: error.message,
      periodStart: current ? known.periodStart : now,
      told: current ? known.told + 1 : 1,
      suppressed: 0,
    });
    const problem = { source: nameOf(source), error, suppressed: known?.suppressed ?? 0 };
    try {
      this.#tell(problem);
    } catch {
      // Whoever reports is in the middle of its work, and has nobody to pass this on to.
      printProblem(problem);
    }
  }
}

/** Tells of a problem on standard error; what a log does unless `onProblem` says otherwise. */
export function printProblem({ source, error, suppressed }: Problem): void {
  const more = suppressed > 0 ? ` (and ${suppressed} more since the last message)` : "";
  process.stderr.write(`daybook: ${source}: ${error.message}${more}\n`);
}

function nameOf(source: Handler | string): string {
  return typeof source === "string" ? source : handlerName(source);
}
