import type { Acknowledgement } from "../acknowledgement.js";
import type { RecordedEvent } from "../capsule.js";
import { EventLogError, HandlerError } from "../errors.js";
import { catchLater } from "../foreign-code.js";
import type { EventRecord, Handler, HandlerContext } from "../handler.js";
import { assertHandler, handleWith, keepWith } from "../hand-over.js";
import type { HandlerStatistics } from "../statistics.js";
import { Closing } from "./closing.js";

export interface MemoryHandlerOptions {
  /** A handler that gets the events when there are `capacity` of them, and at flush and close. Default: none. */
  readonly target?: Handler;
  /** Whether closing hands the events that are left to the target; if not, they are lost. Default: true. */
  readonly flushOnClose?: boolean;
}

/**
 * Holds events in memory. With a target it passes them on in portions, as Python's `MemoryHandler` does; without one it
 * keeps the latest `capacity` events, for tests and for looking at.
 *
 * @example
 * const memory = new MemoryHandler();
 * const log = new EventLog({ handlers: [memory], allowedSchemas: ["hub.jupyter.org/server-action"] });
 */
export class MemoryHandler implements Handler {
  static readonly optionsSchema = {
    type: "object",
    properties: {
      capacity: { type: "integer", minimum: 1 },
      target: { type: "object" },
      flushOnClose: { type: "boolean" },
    },
    additionalProperties: false,
  };

  static fromOptions({ capacity, ...options }: Record<string, unknown>): MemoryHandler {
    return new this(capacity as number | undefined, options);
  }

  readonly #capacity: number;
  readonly #target: Handler | undefined;
  readonly #flushOnClose: boolean;
  #report: HandlerContext["report"] = () => {};
  #records: EventRecord[] = [];
  #handled = 0;
  readonly #closing = new Closing();

  /** @param capacity how many events are held at most. Default: 1000 */
  constructor(capacity = 1000, options: MemoryHandlerOptions = {}) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new EventLogError("invalid-option", "MemoryHandler needs a capacity of at least 1");
    }
    if (options.target !== undefined) assertHandler(options.target);
    this.#capacity = capacity;
    this.#target = options.target;
    this.#flushOnClose = options.flushOnClose ?? true;
  }

  /** What is held now, the oldest first. */
  get records(): readonly EventRecord[] {
    return [...this.#records];
  }

  /** The events of {@link records}. */
  get events(): RecordedEvent[] {
    return this.#records.map((record) => record.event);
  }

  get statistics(): HandlerStatistics {
    return { handled: this.#handled, confirmed: this.#handled - this.#waiting, dropped: 0 };
  }

  /** Events that have yet to be passed on to the target. */
  get #waiting(): number {
    return this.#target === undefined ? 0 : this.#records.length;
  }

  /** Forgets what is held. */
  clear(): void {
    this.#records = [];
  }

  /** @throws {HandlerError} once it was closed, and what the target's `open` throws */
  open(context: HandlerContext): void {
    this.#closing.assertOpenable();
    this.#report = context.report;
    catchLater(this.#target?.open?.(context), context.report);
  }

  handle(record: EventRecord): void {
    if (this.#closing.closed) return;
    this.#handled++;
    this.#records.push(record);
    if (this.#records.length < this.#capacity) return;
    if (this.#target !== undefined) this.#passOn(this.#target);
    else if (this.#records.length > this.#capacity) this.#records.shift();
  }

  async keep(record: EventRecord, level?: Acknowledgement): Promise<void> {
    if (this.#closing.closed) throw new HandlerError("closed");
    if (this.#target === undefined) return this.handle(record);
    // Memory is no place to keep what somebody waits for: it goes through, behind what came before it.
    this.#passOn(this.#target);
    this.#handled++;
    return keepWith(this.#target, record, level);
  }

  async flush(level?: Acknowledgement): Promise<void> {
    if (this.#target === undefined) return;
    if (!this.#closing.closed) this.#passOn(this.#target);
    await this.#target.flush(level);
  }

  close(): Promise<void> {
    return this.#closing.close(() => this.#drain());
  }

  async #drain(): Promise<void> {
    if (this.#target === undefined) return;
    if (this.#flushOnClose) this.#passOn(this.#target);
    else this.#records = [];
    await this.#target.close();
  }

  #passOn(target: Handler): void {
    const records = this.#records;
    this.#records = [];
    for (const record of records) handleWith(target, record, (_target, error) => this.#report(error));
  }
}
