import { UnavailableError } from "./errors.js";
import { asError, catchLater } from "./foreign-code.js";
import { type EventRecord, type Handler, type HandlerContext, handlerName } from "./handler.js";
import { assertHandler, handleWith, keepAllWith } from "./hand-over.js";
import type { ProblemReporter } from "./problem-reporter.js";

/** The handlers of a log. One that fails is told of and stops neither the others nor the caller. */
export class HandlerSet {
  /** Never changed, only replaced: a handler that is called may add or remove others. */
  #handlers: readonly Handler[] = [];
  readonly #directory: string;
  readonly #problems: ProblemReporter;
  readonly #tell = (handler: Handler, error: Error): void => this.#problems.report(handler, error);

  constructor(directory: string, problems: ProblemReporter) {
    this.#directory = directory;
    this.#problems = problems;
  }

  get size(): number {
    return this.#handlers.length;
  }

  get all(): readonly Handler[] {
    return this.#handlers;
  }

  /** @throws whatever the handler's `open` throws; the handler is then not added */
  add(handler: Handler): void {
    if (this.#handlers.includes(handler)) return;
    assertHandler(handler);
    const context: HandlerContext = {
      directory: this.#directory,
      report: (problem) => this.#problems.report(handler, problem),
    };
    catchLater(handler.open?.(context), context.report);
    this.#handlers = [...this.#handlers, handler];
  }

  /** Takes a handler out; true where it was in. */
  remove(handler: Handler): boolean {
    const present = this.#handlers.includes(handler);
    if (present) this.#handlers = this.#handlers.filter((other) => other !== handler);
    return present;
  }

  /** Hands a record to each handler and does not wait. */
  handle(record: EventRecord): void {
    const handlers = this.#handlers;
    for (let index = 0; index < handlers.length; index++) {
      handleWith(handlers[index] as Handler, record, this.#tell);
    }
  }

  /**
   * Hands records to each handler and waits until each of them has kept or given up each record.
   *
   * @returns for each record that a handler could not keep its error, at the record's index
   */
  async keep(records: readonly EventRecord[]): Promise<UnavailableError[]> {
    const handlers = this.#handlers;
    // Every handler gets the records before any is waited for, so that all see events in the same order.
    const results = await Promise.all(handlers.map((handler) => keepAllWith(handler, records)));
    const unavailable: UnavailableError[] = [];
    for (const index of failedRecords(results)) {
      const causes = new Map<Handler, Error>();
      for (const [place, handler] of handlers.entries()) {
        const error = results[place]?.[index];
        if (error !== undefined) causes.set(handler, error);
      }
      unavailable[index] = this.#unavailable("could not keep the event", causes);
    }
    return unavailable;
  }

  /** @throws {UnavailableError} where at least one could not flush */
  async flush(): Promise<void> {
    await this.#settle("could not flush", (handler) => handler.flush());
  }

  /** Closes all and lets them go. @throws {UnavailableError} where at least one could not keep what it held */
  async close(): Promise<void> {
    try {
      await this.#settle("could not close", (handler) => handler.close());
    } finally {
      this.#handlers = [];
    }
  }

  /** Starts the same work in all handlers and waits for all of them, also where one fails. */
  async #settle(failure: string, work: (handler: Handler) => Promise<void>): Promise<void> {
    const handlers = this.all;
    const results = await Promise.allSettled(handlers.map(async (handler) => work(handler)));
    const causes = new Map<Handler, Error>();
    for (const [index, result] of results.entries()) {
      if (result.status === "rejected") causes.set(handlers[index] as Handler, asError(result.reason));
    }
    if (causes.size > 0) throw this.#unavailable(failure, causes);
  }

  #unavailable(failure: string, causes: ReadonlyMap<Handler, Error>): UnavailableError {
    for (const [handler, error] of causes) this.#problems.report(handler, error);
    const failed = [...causes.keys()].map(handlerName).join(", ");
    return new UnavailableError(`${failed} ${failure}`, [...causes.values()]);
  }
}

/** The indexes of the records that some handler could not keep. */
function failedRecords(results: readonly (readonly (Error | undefined)[])[]): Set<number> {
  const failed = new Set<number>();
  for (const errors of results) {
    for (const [index, error] of errors.entries()) if (error !== undefined) failed.add(index);
  }
  return failed;
}
