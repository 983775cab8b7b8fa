import type { Acknowledgement } from "./acknowledgement.js";
import type { RecordedEvent } from "./capsule.js";
import type { HandlerStatistics } from "./statistics.js";

/** One recorded event on its way to the handlers. Everything in it has passed the policy. */
export interface EventRecord {
  /** A UUID of version 7, so that ids sort by time: a destination that gets an event twice can tell by it. */
  readonly id: string;
  /** The events of a process are numbered from 1 on, without gaps, in the order in which they were recorded. */
  readonly sequence: number;
  /** The `$id` of the schema. */
  readonly schema: string;
  /** The version as the schema file has it. */
  readonly version: number | string;
  /** RFC 3339, UTC. */
  readonly timestamp: string;
  /** The event as one JSON object, without a line end. Holds no line break, whatever its strings hold. */
  readonly line: string;
  /** The event as an object; a fresh copy at each access, so that no reader can change what another sees. */
  readonly event: RecordedEvent;
}

/** What a log gives a handler when it takes it up. */
export interface HandlerContext {
  /** The folder that relative paths start from: the configuration file's, or the current one. */
  readonly directory: string;
  /**
   * Tells the operator that something went wrong, in one sentence that names the fix. Must hold nothing of an event.
   * Call it when the state changes, not for each event. It does not throw.
   */
  report(problem: Error): void;
  /**
   * Counts events that the handler had to give up, so that their loss is recorded as an event of its own. May be called
   * for each of them. It does not throw.
   */
  dropped?(count: number): void;
}

/** What became of records whose sender waited for all of them. */
export interface KeptRecords {
  /** How many are kept, from the first one on. */
  readonly kept: number;
  /** Why those behind them are not; they are never written later. */
  readonly error?: Error;
}

/**
 * Where events go. The promises each method makes are written in `docs/handler-contract.md`, and
 * `handlerContract()` of `daybook/testing` checks them.
 *
 * @example
 * export default class CountingHandler implements Handler {
 *   count = 0;
 *   handle() { this.count++; }
 *   async flush() {}
 *   async close() {}
 * }
 */
export interface Handler {
  /** How messages and the start-up report call it; the class name and its destination when left out. */
  readonly name?: string;
  /** Called once, before the first event. Throws when the handler cannot work as configured: the server then stops. */
  open?(context: HandlerContext): void;
  /** Takes one event. Returns at once, does not throw for trouble with the destination, and keeps the order. */
  handle(record: EventRecord): void;
  /**
   * Takes one event whose sender waits: resolves when it is kept, rejects when it is given up, and then never writes
   * it later (the sender will try again). A handler without it is asked to `handle` and `flush` instead.
   *
   * @param level how far the event must have come; a handler that cannot confirm as much resolves at the highest level it
   * can. Default: `durable`
   */
  keep?(record: EventRecord, level?: Acknowledgement): Promise<void>;
  /**
   * `keep` for several events at once, where that costs less than one after the other. Does not reject.
   */
  keepAll?(records: readonly EventRecord[], level?: Acknowledgement): Promise<KeptRecords>;
  /**
   * Resolves where an event could be kept now, rejects where it could not: before something is done that must not be done
   * unrecorded. It writes nothing, so that it is a well-founded guess. A handler without it is asked to `flush` instead.
   */
  ready?(): Promise<void>;
  /** Resolves when all that was handled before is kept, as far as `level` asks; rejects when it cannot be now. */
  flush(level?: Acknowledgement): Promise<void>;
  /** Flushes, then lets go of files and connections. May be called twice. */
  close(): Promise<void>;
  /** The highest level that `keep` and `flush` can confirm. Default: `delivered`, as the handler's own word. */
  readonly acknowledges?: Acknowledgement;
  /** What the handler has done so far, for metrics. */
  readonly statistics?: HandlerStatistics;
}

/** A class that a configuration file can name in `class`. */
export interface HandlerClass {
  new (...parameters: never[]): Handler;
  /** JSON Schema of the options in a configuration file. Without it, any options are passed on. */
  readonly optionsSchema?: object;
  /** Makes a handler of the options in a configuration file. Without it, they are the one constructor argument. */
  fromOptions?(options: Record<string, unknown>): Handler;
}

/** What messages call a handler: its `name`, else its class. */
export function handlerName(handler: Handler): string {
  return handler.name ?? handler.constructor?.name ?? "handler";
}
