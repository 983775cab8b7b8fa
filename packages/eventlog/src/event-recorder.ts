import type { Acknowledgement } from "./acknowledgement.js";
import { EventLogError, type UnavailableError } from "./errors.js";
import type { EventToRecord, RecordOptions, RecordOutcome } from "./event-log-options.js";
import { assertAcknowledgement } from "./handler-route.js";
import type { HandlerSet, Levels } from "./handler-set.js";
import type { Listeners } from "./listeners.js";
import type { LiveFeed } from "./live-events.js";
import { Modifiers } from "./modifier.js";
import type { LineRecord } from "./record.js";
import type { SchemaEntry, SchemaTable } from "./schema-table.js";
import { currentMoment, toTimestamp } from "./timestamp.js";

/** The way of an event through a log: from what somebody gives to the record that handlers get. */
export class EventRecorder {
  readonly modifiers = new Modifiers();
  /** Once set, every event is refused. */
  closed = false;
  readonly #schemas: SchemaTable;
  readonly #handlers: HandlerSet;
  readonly #listeners: Listeners;
  readonly #live: LiveFeed;
  readonly #ack: Acknowledgement;

  /** @param ack how far events must have come where a handler says nothing of its own */
  constructor(
    schemas: SchemaTable,
    handlers: HandlerSet,
    listeners: Listeners,
    live: LiveFeed,
    ack: Acknowledgement,
  ) {
    assertAcknowledgement(ack);
    this.#schemas = schemas;
    this.#handlers = handlers;
    this.#listeners = listeners;
    this.#live = live;
    this.#ack = ack;
  }

  /**
   * Makes the record of an event. Nobody has it yet.
   *
   * @param wanted whether somebody wants the event as recorded
   * @returns `undefined` where the schema is not allowed, or nobody takes its events
   */
  record(
    entry: SchemaEntry,
    event: object,
    options: RecordOptions | undefined,
    wanted = true,
  ): LineRecord | undefined {
    const { recorder } = entry;
    if (recorder === undefined) {
      entry.denied++;
      return undefined;
    }
    this.assertOpen();
    const heard = entry.routes.length > 0 || this.#listeners.size > 0;
    if (!heard && !this.#live.isWatched) return undefined;
    try {
      const given = options?.timestamp;
      const moment = currentMoment();
      const timestamp = given === undefined ? moment.text : toTimestamp(given);
      const record = recorder.record(this.modifiers.apply(entry.schema, event), timestamp, moment, wanted);
      if (heard) {
        entry.recorded++;
        return record;
      }
      this.#live.tell(record);
      return undefined;
    } catch (error) {
      entry.refused++;
      throw error;
    }
  }

  /** Takes an event of a schema that is not allowed: whoever watches gets it, where such events are passed on. */
  passOn(entry: SchemaEntry, event: object, options: RecordOptions | undefined): void {
    if (!this.#live.broadcasts(entry.schema.id)) {
      entry.denied++;
      return;
    }
    this.assertOpen();
    try {
      const given = options?.timestamp;
      const timestamp = given === undefined ? currentMoment().text : toTimestamp(given);
      this.#live.broadcast(entry.schema, this.modifiers.apply(entry.schema, event), timestamp);
    } catch (error) {
      entry.refused++;
      throw error;
    }
  }

  /** Tells those who only look on of an event that is recorded. */
  tell(record: LineRecord): void {
    this.#listeners.tell(record);
    this.#live.tell(record);
  }

  /**
   * Makes the records of several events and hands them over. Not asynchronous itself: what waits for the handlers should
   * keep no records alive.
   *
   * @param outcomes gets what became of each event
   * @param places gets the index of each event that was recorded
   * @returns for each of these that a handler could not keep its error
   */
  keepAll(
    events: Iterable<EventToRecord>,
    outcomes: RecordOutcome[],
    places: number[],
    ack: Acknowledgement | undefined,
  ): Promise<UnavailableError[]> {
    const levels = this.levels(ack);
    const records: LineRecord[] = [];
    for (const given of events) {
      try {
        const entry = this.#schemas.find(given.schema, given.version);
        const record = this.record(entry, given.event, given, false);
        if (record === undefined) {
          outcomes.push(entry.recorder === undefined ? "not-allowed" : "unheard");
          continue;
        }
        places.push(outcomes.length);
        outcomes.push("recorded");
        records.push(record);
      } catch (error) {
        if (!(error instanceof EventLogError)) throw error;
        outcomes.push(error);
      }
    }
    const keeping = this.#handlers.keep(records, levels);
    if (this.#listeners.size === 0 && !this.#live.isWatched) return keeping;
    return keeping.then((unavailable) => {
      for (const [index, record] of records.entries())
        if (unavailable[index] === undefined) this.tell(record);
      return unavailable;
    });
  }

  /** What a sender waits for: what is configured, or less where it asks for less. */
  levels(ack: Acknowledgement = "delivered"): Levels {
    assertAcknowledgement(ack);
    return { usual: this.#ack, atMost: ack };
  }

  /** @throws {EventLogError} code `log-closed` */
  assertOpen(): void {
    if (this.closed) throw new EventLogError("log-closed", "the event log is closed");
  }
}
