import type { Acknowledgement } from "./acknowledgement.js";
import { HandlerError } from "./errors.js";
import type { EventRecord, Handler, HandlerContext } from "./handler.js";
import { handleWith, keepWith } from "./hand-over.js";

/** More than comes in the time in which a handler closes and another opens; beyond, memory comes first. */
const capacity = 100_000;

/** What waits for a handler; it is given none where none came to open. */
type Waiting = (successor: Handler | undefined) => void;

/**
 * Takes the place of a handler while that one closes and another opens: it holds what comes, and hands it over in its
 * order.
 */
export class StandIn implements Handler {
  readonly name: string;
  readonly #context: HandlerContext;
  readonly #waiting: Waiting[] = [];
  readonly #ended: Promise<Handler | undefined>;
  #end!: (successor: Handler | undefined) => void;

  /** @param name what messages call the handler whose place it takes */
  constructor(name: string, context: HandlerContext) {
    this.name = name;
    this.#context = context;
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  handle(record: EventRecord): void {
    if (this.#waiting.length >= capacity) {
      this.#context.dropped?.(1);
      return;
    }
    this.#waiting.push((successor) => {
      if (successor === undefined) this.#context.dropped?.(1);
      else handleWith(successor, record, (_successor, error) => this.#context.report(error));
    });
  }

  async keep(record: EventRecord, level?: Acknowledgement): Promise<void> {
    if (this.#waiting.length >= capacity)
      throw new HandlerError("too many events came while it was replaced");
    return new Promise((resolve, reject) => {
      this.#waiting.push((successor) => {
        if (successor === undefined)
          reject(new HandlerError("it was to be replaced, but nothing took its place"));
        else keepWith(successor, record, level).then(resolve, reject);
      });
    });
  }

  async flush(level?: Acknowledgement): Promise<void> {
    await (await this.#ended)?.flush(level);
  }

  async close(): Promise<void> {
    await (await this.#ended)?.close();
  }

  /** Hands over what it holds, at once, to the handler that takes over; where none does, all of it is given up. */
  end(successor: Handler | undefined): void {
    for (const waiting of this.#waiting.splice(0)) waiting(successor);
    this.#end(successor);
  }
}
