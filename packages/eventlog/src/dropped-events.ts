import { type Handler, handlerName } from "./handler.js";
import type { HandlerSet } from "./handler-set.js";
import type { SchemaTable } from "./schema-table.js";
import { currentMoment } from "./timestamp.js";

/** The schema in which drops are recorded, where it is registered and allowed. */
const schema = "daybook/dropped-events";
const version = 1;

/** Events that were dropped are told of together, after so many milliseconds. */
const delay = 1000;

interface Drops {
  /** Since the handler itself was last told, and since the others were. */
  toldItself: number;
  toldOthers: number;
  since: string;
}

/**
 * Counts the events that handlers had to give up, and has each loss recorded as an event of its own: at the other
 * handlers soon, at the one that dropped once it takes events again, so that its log says where the gap is.
 */
export class DroppedEvents {
  readonly #schemas: SchemaTable;
  readonly #handlers: HandlerSet;
  readonly #drops = new Map<Handler, Drops>();
  #timer: NodeJS.Timeout | undefined;
  /** The handler that is just being given the event that tells of its drops, and whether it dropped that, too. */
  #telling: { readonly handler: Handler; dropped: boolean } | undefined;

  constructor(schemas: SchemaTable, handlers: HandlerSet) {
    this.#schemas = schemas;
    this.#handlers = handlers;
  }

  add(handler: Handler, count: number): void {
    if (this.#telling?.handler === handler) {
      this.#telling.dropped = true;
      return;
    }
    const drops = this.#drops.get(handler) ?? {
      toldItself: 0,
      toldOthers: 0,
      since: currentMoment().text,
    };
    drops.toldItself += count;
    drops.toldOthers += count;
    this.#drops.set(handler, drops);
    this.#tellLater();
  }

  /** Tells of all drops now, as far as they can be told. */
  tell(): void {
    for (const [handler, drops] of this.#drops) {
      const event = (count: number) => ({ handler: handlerName(handler), count, since: drops.since });
      if (drops.toldOthers > 0) {
        const count = drops.toldOthers;
        drops.toldOthers = 0;
        this.#record(event(count), (other) => other !== handler);
      }
      this.#telling = { handler, dropped: false };
      this.#record(event(drops.toldItself), (other) => other === handler);
      if (!this.#telling.dropped) this.#drops.delete(handler);
      this.#telling = undefined;
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.tell();
    this.#drops.clear();
  }

  #record(event: object, takes: (handler: Handler) => boolean): void {
    if (!this.#schemas.has(schema, version)) return;
    const entry = this.#schemas.find(schema, version);
    const { recorder, routes } = entry;
    const taking = routes.filter(({ handler }) => takes(handler));
    if (recorder === undefined || taking.length === 0) return;
    const moment = currentMoment();
    entry.recorded++;
    this.#handlers.handle(taking, recorder.record(event, moment.text, moment));
  }

  #tellLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.tell();
      if (this.#drops.size > 0) this.#tellLater();
    }, delay).unref();
  }
}
