import { type Acknowledgement, lowerOf } from "./acknowledgement.js";
import { UnavailableError } from "./errors.js";
import { asError, catchLater } from "./foreign-code.js";
import { type EventRecord, type Handler, type HandlerContext, handlerName } from "./handler.js";
import { HandlerRoute, type RouteOptions } from "./handler-route.js";
import { handleWith, keepAllWith } from "./hand-over.js";
import type { ProblemReporter } from "./problem-reporter.js";
import { StandIn } from "./stand-in.js";

/** How far events have to come: what holds for handlers that say nothing of their own, and what none is to exceed. */
export interface Levels {
  readonly usual: Acknowledgement;
  readonly atMost: Acknowledgement;
}

/** Records that a handler is keeping. */
interface Keeping {
  readonly handler: Handler;
  /** Their places among all records; `undefined` for all of them. */
  readonly places: readonly number[] | undefined;
  readonly errors: Promise<readonly (Error | undefined)[]>;
}

/** The handlers of a log. One that fails is told of and stops neither the others nor the caller. */
export class HandlerSet {
  /** Never changed, only replaced: a handler that is called may add or remove others. */
  #routes: readonly HandlerRoute[] = [];
  readonly #directory: string;
  readonly #problems: ProblemReporter;
  readonly #dropped: (handler: Handler, count: number) => void;
  readonly #tell = (handler: Handler, error: Error): void => this.#problems.report(handler, error);

  /** @param dropped is told of events that a handler had to give up */
  constructor(
    directory: string,
    problems: ProblemReporter,
    dropped: (handler: Handler, count: number) => void,
  ) {
    this.#directory = directory;
    this.#problems = problems;
    this.#dropped = dropped;
  }

  get all(): readonly Handler[] {
    return this.#routes.map(({ handler }) => handler);
  }

  /** The handlers that get the events of a schema. */
  routesOf(schema: string): readonly HandlerRoute[] {
    return this.#routes.filter((route) => route.takes(schema));
  }

  /** @throws whatever the handler's `open` throws; the handler is then not added */
  add(handler: Handler, options: RouteOptions): void {
    if (this.all.includes(handler)) return;
    this.#routes = [...this.#routes, this.#open(handler, options)];
  }

  #open(handler: Handler, options: RouteOptions): HandlerRoute {
    const route = new HandlerRoute(handler, options);
    const context = this.#contextOf(handler);
    catchLater(handler.open?.(context), context.report);
    return route;
  }

  #contextOf(handler: Handler): HandlerContext {
    return {
      directory: this.#directory,
      report: (problem) => this.#problems.report(handler, problem),
      dropped: (count) => this.#dropped(handler, count),
    };
  }

  /**
   * Closes a handler and has another take its place. What comes meanwhile waits.
   *
   * @param successors are made and opened in turn until one of them opens
   * @param changed is told whenever routes are others than before
   * @throws what the first successor threw, where it is not the one that took over; where none did, the place is empty
   */
  async replace(
    handler: Handler,
    successors: readonly (() => Handler)[],
    options: RouteOptions,
    changed: () => void,
  ): Promise<void> {
    const standIn = new StandIn(handlerName(handler), this.#contextOf(handler));
    const put = (before: Handler, routes: readonly HandlerRoute[]): void => {
      this.#routes = this.#routes.flatMap((route) => (route.handler === before ? routes : [route]));
      changed();
    };
    put(handler, [new HandlerRoute(standIn, options)]);
    try {
      await handler.close();
    } catch (error) {
      this.#problems.report(handler, asError(error));
    }
    const failures: unknown[] = [];
    const route = this.#firstThatOpens(successors, options, failures);
    standIn.end(route?.handler);
    put(standIn, route === undefined ? [] : [route]);
    if (failures.length > 0) throw failures[0];
  }

  #firstThatOpens(
    successors: readonly (() => Handler)[],
    options: RouteOptions,
    failures: unknown[],
  ): HandlerRoute | undefined {
    for (const successor of successors) {
      try {
        return this.#open(successor(), options);
      } catch (error) {
        failures.push(error);
      }
    }
    return undefined;
  }

  /** Takes a handler out; true where it was in. */
  remove(handler: Handler): boolean {
    const before = this.#routes;
    this.#routes = before.filter((route) => route.handler !== handler);
    return this.#routes.length < before.length;
  }

  /** Hands a record to handlers and does not wait. */
  handle(routes: readonly HandlerRoute[], record: EventRecord): void {
    for (let index = 0; index < routes.length; index++) {
      handleWith((routes[index] as HandlerRoute).handler, record, this.#tell);
    }
  }

  /**
   * Hands records to the handlers that take them, and waits until each of them has kept or given up each record.
   *
   * @returns for each record that a handler could not keep its error, at the record's index
   */
  keep(records: readonly EventRecord[], levels: Levels): Promise<UnavailableError[]> {
    // Every handler gets the records before any is waited for, so that all see events in the same order.
    const keeping: Keeping[] = [];
    for (const route of this.#routes) {
      const places = placesOf(route, records);
      if (places?.length === 0) continue;
      const taken = places?.map((place) => records[place] as EventRecord) ?? records;
      const errors = keepAllWith(route.handler, taken, levelOf(route, levels));
      keeping.push({ handler: route.handler, places, errors });
    }
    return this.#failuresOf(keeping);
  }

  /** Apart from `keep`, so that nothing that waits keeps records alive. */
  async #failuresOf(keeping: readonly Keeping[]): Promise<UnavailableError[]> {
    const failures: Map<Handler, Error>[] = [];
    for (const { handler, places, errors } of keeping) {
      for (const [index, error] of (await errors).entries()) {
        if (error === undefined) continue;
        const place = places?.[index] ?? index;
        failures[place] ??= new Map();
        failures[place].set(handler, error);
      }
    }
    const unavailable: UnavailableError[] = [];
    for (const place of failures.keys()) {
      const causes = failures[place];
      if (causes !== undefined) unavailable[place] = this.#unavailable("could not keep the event", causes);
    }
    return unavailable;
  }

  /** Waits until the handlers of a schema say whether they could keep an event. @throws {UnavailableError} */
  async ready(routes: readonly HandlerRoute[]): Promise<void> {
    await this.#settle(
      "could not keep an event now",
      ({ handler }) => handler.ready?.() ?? handler.flush(),
      routes,
    );
  }

  /** @throws {UnavailableError} where at least one could not flush */
  async flush(): Promise<void> {
    await this.#settle("could not flush", ({ handler }) => handler.flush());
  }

  /** Waits until all that was handled before has come as far as it is to. @throws {UnavailableError} */
  async settled(levels: Levels): Promise<void> {
    await this.#settle("could not keep events", (route) => route.handler.flush(levelOf(route, levels)));
  }

  /** Closes all and lets them go. @throws {UnavailableError} where at least one could not keep what it held */
  async close(): Promise<void> {
    try {
      await this.#settle("could not close", ({ handler }) => handler.close());
    } finally {
      this.#routes = [];
    }
  }

  /** Starts the same work in all handlers and waits for all of them, also where one fails. */
  async #settle(
    failure: string,
    work: (route: HandlerRoute) => Promise<void>,
    routes: readonly HandlerRoute[] = this.#routes,
  ): Promise<void> {
    const results = await Promise.allSettled(routes.map(async (route) => work(route)));
    const causes = new Map<Handler, Error>();
    for (const [index, result] of results.entries()) {
      if (result.status === "rejected")
        causes.set((routes[index] as HandlerRoute).handler, asError(result.reason));
    }
    if (causes.size > 0) throw this.#unavailable(failure, causes);
  }

  #unavailable(failure: string, causes: ReadonlyMap<Handler, Error>): UnavailableError {
    for (const [handler, error] of causes) this.#problems.report(handler, error);
    const failed = [...causes.keys()].map(handlerName).join(", ");
    return new UnavailableError(`${failed} ${failure}`, [...causes.values()]);
  }
}

function placesOf(route: HandlerRoute, records: readonly EventRecord[]): number[] | undefined {
  if (route.takesAll) return undefined;
  return [...records.keys()].filter((index) => route.takes((records[index] as EventRecord).schema));
}

function levelOf({ ack }: HandlerRoute, { usual, atMost }: Levels): Acknowledgement {
  return lowerOf(ack ?? usual, atMost);
}
