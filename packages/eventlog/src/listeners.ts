import { asError, catchLater } from "./foreign-code.js";
import type { EventRecord } from "./handler.js";
import { PerSchema } from "./per-schema.js";
import type { ProblemReporter } from "./problem-reporter.js";

/** Sees each recorded event after policy, exactly as handlers do. */
export type Listener = (record: EventRecord) => void | Promise<void>;

/** The listeners of a log. What they throw is told of and goes no further. */
export class Listeners extends PerSchema<Listener> {
  readonly #report: (error: Error) => void;

  constructor(problems: ProblemReporter) {
    super();
    this.#report = (error) => problems.report("listener", error);
  }

  tell(record: EventRecord): void {
    if (this.size === 0) return;
    for (const listener of this.of(record.schema)) {
      try {
        catchLater(listener(record), this.#report);
      } catch (error) {
        this.#report(asError(error));
      }
    }
  }
}
