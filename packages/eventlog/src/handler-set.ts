import { UnavailableError } from "./errors.js";
import { type EventRecord, type Handler, type HandlerContext, handlerName } from "./handler.js";
import type { ProblemReporter } from "./problem-reporter.js";

/** The handlers of a log. One that fails is told of and stops neither the others nor the caller. */
export class HandlerSet {
  readonly #handlers: Handler[] = [];
  readonly #directory: string;
  readonly #problems: ProblemReporter;

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
    const context: HandlerContext = {
      directory: this.#directory,
      report: (problem) => this.#problems.report(handler, problem),
    };
    handler.open?.(context);
    this.#handlers.push(handler);
  }

  /** Takes a handler out; true where it was in. */
  remove(handler: Handler): boolean {
    const index = this.#handlers.indexOf(handler);
    if (index >= 0) this.#handlers.splice(index, 1);
    return index >= 0;
  }

  /** Hands a record to each handler and does not wait. */
  handle(record: EventRecord): void {
    for (const handler of this.#handlers) this.#handleWith(handler, record);
  }

  /**
   * Hands a record to each handler and waits until each has kept it.
   *
   * @throws {UnavailableError} where at least one could not
   */
  async keep(record: EventRecord): Promise<void> {
    // Every handler gets the record before any is waited for, so that all see events in the same order.
    const kept = this.#handlers.map((handler) => keepWith(handler, record));
    await this.#settle(kept, "could not keep the event");
  }

  /** @throws {UnavailableError} where at least one could not flush */
  async flush(): Promise<void> {
    await this.#settle(
      this.#handlers.map(async (handler) => handler.flush()),
      "could not flush",
    );
  }

  /** Closes all and lets them go. @throws {UnavailableError} where at least one could not keep what it held */
  async close(): Promise<void> {
    const closing = this.#handlers.map(async (handler) => handler.close());
    await this.#settle(closing, "could not close");
    this.#handlers.length = 0;
  }

  #handleWith(handler: Handler, record: EventRecord): void {
    try {
      const returned: unknown = handler.handle(record);
      // A user's handler may be an async function; its rejection must not end the process.
      if (returned instanceof Promise)
        returned.catch((error) => this.#problems.report(handler, asError(error)));
    } catch (error) {
      this.#problems.report(handler, asError(error));
    }
  }

  async #settle(work: Promise<void>[], what: string): Promise<void> {
    const handlers = [...this.#handlers];
    const causes: Error[] = [];
    const failed: string[] = [];
    for (const [index, result] of (await Promise.allSettled(work)).entries()) {
      if (result.status === "fulfilled") continue;
      const handler = handlers[index] as Handler;
      const error = asError(result.reason);
      this.#problems.report(handler, error);
      causes.push(error);
      failed.push(handlerName(handler));
    }
    if (causes.length > 0) throw new UnavailableError(`${failed.join(", ")} ${what}`, causes);
  }
}

async function keepWith(handler: Handler, record: EventRecord): Promise<void> {
  if (handler.keep !== undefined) return handler.keep(record);
  await (handler.handle(record) as unknown);
  return handler.flush();
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
