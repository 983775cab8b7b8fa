import type { RecordedEvent } from "./capsule.js";
import { EventLogError } from "./errors.js";
import type { EventOf, SchemaId, VersionOf } from "./event-types.js";
import type { EventLogOptions, EventToRecord, RecordOptions } from "./event-log-options.js";
import type { EventRecord, Handler } from "./handler.js";
import { HandlerSet } from "./handler-set.js";
import { asError, catchLater } from "./foreign-code.js";
import {
  type AllowedSchemas,
  type NormalAllowedSchemas,
  normalizeAllowedSchemas,
} from "./policy/allowed-schemas.js";
import { type Modifier, modifyEvent } from "./modifier.js";
import { PerSchema } from "./per-schema.js";
import { describeSchema, type SchemaDescription } from "./policy/describe.js";
import { Redaction } from "./policy/redaction.js";
import { ProblemReporter, printProblem } from "./problem-reporter.js";
import type { LineRecord } from "./record.js";
import type { RegisteredSchema } from "./schema/registered-schema.js";
import { namingFile, readSchemaFile } from "./schema/schema-file.js";
import { SchemaRecorder } from "./schema-recorder.js";
import { SchemaRegistry } from "./schema/schema-registry.js";
import { currentMoment, toTimestamp } from "./timestamp.js";

/** Sees each recorded event after policy, exactly as handlers do. */
export type Listener = (record: EventRecord) => void | Promise<void>;

/**
 * The event log: validates events, withholds what policy does not admit, and hands the rest to handlers.
 *
 * @example
 * const memory = new MemoryHandler();
 * const log = new EventLog({ handlers: [memory], allowedSchemas: ["example.org/door"] });
 * log.registerSchema({ $id: "example.org/door", version: 1, properties: { open: { type: "boolean" } } });
 * log.recordEvent("example.org/door", 1, { open: true });
 * memory.events; // [{ __timestamp__: "..", __schema__: "example.org/door", .., open: true }]
 */
export class EventLog {
  readonly #registry = new SchemaRegistry();
  readonly #handlers: HandlerSet;
  readonly #problems: ProblemReporter;
  readonly #modifiers = new PerSchema<Modifier>();
  readonly #listeners = new PerSchema<Listener>();
  /** One for each registered schema that is allowed. */
  readonly #recorders = new Map<RegisteredSchema, SchemaRecorder>();
  /** What was asked for last: most callers record one kind of event many times in a row. */
  #last: { schema: string; version: number | string; recorder: SchemaRecorder | undefined } | undefined;
  #allowed: NormalAllowedSchemas;
  #closing: Promise<void> | undefined;

  /**
   * @throws {EventLogError} code `invalid-policy` for wrong `allowedSchemas`, and what a handler throws that cannot
   * work as configured
   */
  constructor(options: EventLogOptions = {}) {
    this.#allowed = normalizeAllowedSchemas(options.allowedSchemas ?? []);
    this.#problems = new ProblemReporter(options.onProblem ?? printProblem);
    this.#handlers = new HandlerSet(options.directory ?? process.cwd(), this.#problems);
    try {
      for (const handler of options.handlers ?? []) this.#handlers.add(handler);
    } catch (error) {
      // Nobody gets hold of this log to close the handlers that did open; what they say of it is reported.
      this.close().catch(() => {});
      throw error;
    }
  }

  /**
   * Registers a schema: an object with `$id`, `version` and `properties`, JSON Schema draft-07 or 2020-12.
   *
   * @throws {SchemaError} saying what is wrong with it and how to mend it
   */
  registerSchema(schema: object): void {
    const registered = this.#registry.register(schema);
    this.#applyPolicy(registered);
  }

  /** Registers a schema from a YAML or JSON file. @throws {SchemaError} naming the file */
  async registerSchemaFile(file: string | URL): Promise<void> {
    const schema = await readSchemaFile(file);
    namingFile(file, () => this.registerSchema(schema as object));
  }

  /** The schemas that are recorded; setting it takes effect with the next event. */
  get allowedSchemas(): NormalAllowedSchemas {
    return this.#allowed;
  }

  set allowedSchemas(allowed: AllowedSchemas | NormalAllowedSchemas) {
    this.#allowed = normalizeAllowedSchemas(allowed);
    this.#recorders.clear();
    this.#last = undefined;
    for (const schema of this.#registry.all()) this.#applyPolicy(schema);
  }

  /** All registered schemas and what policy makes of them, in the order of their ids. */
  describeSchemas(): SchemaDescription[] {
    return this.#registry
      .all()
      .map((schema) => describeSchema(schema, this.#recorders.get(schema)?.redaction));
  }

  /** The registered schema documents, in the order of their ids. */
  get schemas(): readonly object[] {
    return this.#registry.all().map((schema) => schema.document);
  }

  /** True where the schema version is registered and its id allowed. @throws {UnknownSchemaError} */
  isAllowed(schema: string, version: number | string): boolean {
    return this.#recorderOf(schema, version) !== undefined;
  }

  /**
   * Records an event and does not wait for handlers. The caller's object stays as it is.
   *
   * Version and event are checked by the compiler where {@link EventTypes} lists the schema.
   *
   * @returns the event as recorded, or `undefined` where its schema is not allowed or nobody takes events
   * @throws {UnknownSchemaError} where schema or version is not registered
   * @throws {InvalidEventError} where the event does not match its schema
   * @throws {EventLogError} code `invalid-timestamp`, `modifier-failed`, or `log-closed` after `close()`
   */
  recordEvent<Schema extends SchemaId, Version extends VersionOf<Schema>>(
    schema: Schema,
    version: Version,
    event: EventOf<Schema, Version>,
    options?: RecordOptions,
  ): RecordedEvent | undefined {
    const recorder = this.#recorderOf(schema, version);
    if (recorder === undefined || !this.#isHeard()) return undefined;
    const record = this.#record(recorder, event, options);
    this.#handlers.handle(record);
    this.#tellListeners(record);
    return record.recorded;
  }

  /**
   * Records an event and waits until every handler has kept it. One that is refused is not written later, so the
   * sender may try again.
   *
   * @returns as `recordEvent`
   * @throws as `recordEvent`, and {UnavailableError} where a handler could not keep it
   */
  async recordEventKept<Schema extends SchemaId, Version extends VersionOf<Schema>>(
    schema: Schema,
    version: Version,
    event: EventOf<Schema, Version>,
    options?: RecordOptions,
  ): Promise<RecordedEvent | undefined> {
    const recorder = this.#recorderOf(schema, version);
    if (recorder === undefined || !this.#isHeard()) return undefined;
    const record = this.#record(recorder, event, options);
    const [unavailable] = await this.#handlers.keep([record]);
    if (unavailable !== undefined) throw unavailable;
    this.#tellListeners(record);
    return record.recorded;
  }

  /**
   * Records several events, in their order, and waits once until every handler has kept or given up each. One that is
   * not recorded stands in no other's way.
   *
   * @example
   * const outcomes = await log.recordEventsKept([
   *   { schema: "example.org/door", version: 1, event: { open: true } },
   *   { schema: "example.org/door", version: 1, event: { open: "a crack" } },
   * ]);
   * outcomes[1]; // InvalidEventError: event of example.org/door 1 is not valid: /open must be boolean
   *
   * @returns for each event what `recordEventKept` would return, or the error that it would throw
   */
  async recordEventsKept(
    events: Iterable<EventToRecord>,
  ): Promise<(RecordedEvent | EventLogError | undefined)[]> {
    const outcomes: (RecordedEvent | EventLogError | undefined)[] = [];
    const records: LineRecord[] = [];
    const places: number[] = [];
    for (const given of events) {
      try {
        const recorder = this.#recorderOf(given.schema, given.version);
        if (recorder === undefined || !this.#isHeard()) {
          outcomes.push(undefined);
          continue;
        }
        const record = this.#record(recorder, given.event, given);
        records.push(record);
        places.push(outcomes.length);
        outcomes.push(record.recorded);
      } catch (error) {
        if (!(error instanceof EventLogError)) throw error;
        outcomes.push(error);
      }
    }
    const unavailable = await this.#handlers.keep(records);
    for (let index = 0; index < records.length; index++) {
      const error = unavailable[index];
      if (error === undefined) this.#tellListeners(records[index] as LineRecord);
      else outcomes[places[index] as number] = error;
    }
    return outcomes;
  }

  /** Adds a handler while the log runs. @throws what its `open` throws */
  registerHandler(handler: Handler): void {
    this.#assertOpen();
    this.#handlers.add(handler);
  }

  /** Takes a handler out after it has kept what it was given. It is not closed. */
  async removeHandler(handler: Handler): Promise<void> {
    if (this.#handlers.remove(handler)) await handler.flush();
  }

  /** The handlers, in the order in which they get events. */
  get handlers(): readonly Handler[] {
    return this.#handlers.all;
  }

  /** Adds a modifier, for one schema or for all. Modifiers run in the order in which they were added. */
  addModifier(modifier: Modifier, options: { schema?: string } = {}): void {
    this.#modifiers.add(modifier, options.schema);
  }

  /** Removes a modifier, from one schema or from wherever it was added. */
  removeModifier(modifier: Modifier, options: { schema?: string } = {}): void {
    this.#modifiers.remove(modifier, options.schema);
  }

  /** Adds a listener, for one schema or for all. Its errors are reported and go no further. */
  addListener(listener: Listener, options: { schema?: string } = {}): void {
    this.#listeners.add(listener, options.schema);
  }

  /** Removes a listener, from one schema or from wherever it was added. */
  removeListener(listener: Listener, options: { schema?: string } = {}): void {
    this.#listeners.remove(listener, options.schema);
  }

  /** Resolves when every handler has kept what it was given. @throws {UnavailableError} where one cannot now */
  async flush(): Promise<void> {
    await this.#handlers.flush();
  }

  /**
   * Drains and closes all handlers; the log records nothing more. May be called twice, with the same outcome.
   *
   * @throws {UnavailableError} where events were lost
   */
  close(): Promise<void> {
    this.#closing ??= this.#handlers.close();
    return this.#closing;
  }

  /** @returns `undefined` where the schema is not allowed */
  #recorderOf(schema: string, version: number | string): SchemaRecorder | undefined {
    const last = this.#last;
    if (last !== undefined && last.schema === schema && last.version === version) return last.recorder;
    const recorder = this.#recorders.get(this.#registry.get(schema, version));
    this.#last = { schema, version, recorder };
    return recorder;
  }

  /** True where somebody takes events. @throws {EventLogError} code `log-closed` */
  #isHeard(): boolean {
    this.#assertOpen();
    return this.#handlers.size > 0 || this.#listeners.size > 0;
  }

  #record(recorder: SchemaRecorder, event: object, options: RecordOptions | undefined): LineRecord {
    const given = options?.timestamp;
    const moment = currentMoment();
    const { schema } = recorder;
    return recorder.record(
      this.#modifiers.size === 0 ? event : modifyEvent(this.#modifiers.of(schema.id), schema, event),
      given === undefined ? moment.text : toTimestamp(given),
      moment,
    );
  }

  #tellListeners(record: EventRecord): void {
    const report = (error: Error) => this.#problems.report("listener", error);
    if (this.#listeners.size === 0) return;
    for (const listener of this.#listeners.of(record.schema)) {
      try {
        catchLater(listener(record), report);
      } catch (error) {
        report(asError(error));
      }
    }
  }

  #applyPolicy(schema: RegisteredSchema): void {
    const allowed = this.#allowed.get(schema.id);
    if (allowed !== undefined)
      this.#recorders.set(schema, new SchemaRecorder(schema, new Redaction(schema, allowed)));
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw new EventLogError("log-closed", "the event log is closed");
  }
}
