import type { RecordedEvent } from "./capsule.js";
import { DroppedEvents } from "./dropped-events.js";
import { EventRecorder } from "./event-recorder.js";
import type { EventOf, SchemaId, VersionOf } from "./event-types.js";
import type {
  EventLogOptions,
  EventToRecord,
  KeepOptions,
  RecordOptions,
  RecordOutcome,
} from "./event-log-options.js";
import { EventLogError, UnavailableError } from "./errors.js";
import { type Handler, handlerName } from "./handler.js";
import { isRouted, type RouteOptions } from "./handler-route.js";
import { HandlerSet } from "./handler-set.js";
import { type Listener, Listeners } from "./listeners.js";
import { type LiveEvents, LiveFeed } from "./live-events.js";
import type { AllowedSchemas, NormalAllowedSchemas } from "./policy/allowed-schemas.js";
import type { Modifier } from "./modifier.js";
import type { SchemaDescription } from "./policy/describe.js";
import { ProblemReporter, printProblem } from "./problem-reporter.js";
import { namingFile, readSchemaFile } from "./schema/schema-file.js";
import { SchemaTable } from "./schema-table.js";
import type { LogStatistics } from "./statistics.js";

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
  readonly #schemas: SchemaTable;
  readonly #handlers: HandlerSet;
  readonly #problems: ProblemReporter;
  readonly #dropped: DroppedEvents;
  readonly #listeners: Listeners;
  readonly #recorder: EventRecorder;
  #closing: Promise<void> | undefined;
  /** What happens, as it happens, for whoever watches: kept nowhere, and counted as nobody who takes events. */
  readonly live: LiveEvents;

  /**
   * @throws {EventLogError} code `invalid-policy` for wrong `allowedSchemas`, `invalid-option`, and what a handler throws
   * that cannot work as configured
   */
  constructor(options: EventLogOptions = {}) {
    const { allowedSchemas = [], eventIds = false, ack = "durable" } = options;
    this.#problems = new ProblemReporter(options.onProblem ?? printProblem);
    this.#listeners = new Listeners(this.#problems);
    const live = new LiveFeed(this.#problems, options.broadcastSchemas ?? []);
    this.live = live;
    this.#handlers = new HandlerSet(options.directory ?? process.cwd(), this.#problems, (handler, count) =>
      this.#dropped.add(handler, count),
    );
    this.#schemas = new SchemaTable(allowedSchemas, eventIds, (schema) => this.#handlers.routesOf(schema));
    this.#dropped = new DroppedEvents(this.#schemas, this.#handlers);
    this.#recorder = new EventRecorder(this.#schemas, this.#handlers, this.#listeners, live, ack);
    try {
      for (const given of options.handlers ?? []) {
        const routed = isRouted(given) ? given : { handler: given };
        this.registerHandler(routed.handler, routed);
      }
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
    this.#schemas.register(schema);
  }

  /** Registers a schema from a YAML or JSON file. @throws {SchemaError} naming the file */
  async registerSchemaFile(file: string | URL): Promise<void> {
    const schema = await readSchemaFile(file);
    namingFile(file, () => this.registerSchema(schema as object));
  }

  /** The schemas that are recorded; setting it takes effect with the next event. */
  get allowedSchemas(): NormalAllowedSchemas {
    return this.#schemas.allowed;
  }

  set allowedSchemas(allowed: AllowedSchemas | NormalAllowedSchemas) {
    this.#schemas.allowed = allowed;
  }

  /** All registered schemas and what policy makes of them, in the order of their ids. */
  describeSchemas(): SchemaDescription[] {
    return this.#schemas.describe();
  }

  /** The registered schema documents, in the order of their ids. */
  get schemas(): readonly object[] {
    return this.#schemas.documents;
  }

  /** True where the schema version is registered and its id allowed. @throws {UnknownSchemaError} */
  isAllowed(schema: string, version: number | string): boolean {
    return this.#schemas.find(schema, version).recorder !== undefined;
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
    const entry = this.#schemas.find(schema, version);
    // What most callers meet costs least: nothing is allowed by default.
    if (entry.recorder === undefined) {
      this.#recorder.passOn(entry, event, options);
      return undefined;
    }
    const record = this.#recorder.record(entry, event, options);
    if (record === undefined) return undefined;
    this.#handlers.handle(entry.routes, record);
    this.#recorder.tell(record);
    return record.recorded;
  }

  /**
   * Records an event and waits until every handler has kept it, each as far as its `ack` or the log's asks: a handler that
   * cannot confirm as much confirms what it can. One that is refused is not written later, so the sender may try again.
   *
   * @returns as `recordEvent`
   * @throws as `recordEvent`, and {UnavailableError} where a handler could not keep it
   */
  async recordEventKept<Schema extends SchemaId, Version extends VersionOf<Schema>>(
    schema: Schema,
    version: Version,
    event: EventOf<Schema, Version>,
    options: KeepOptions = {},
  ): Promise<RecordedEvent | undefined> {
    const record = this.#recorder.record(this.#schemas.find(schema, version), event, options);
    if (record === undefined) return undefined;
    const [unavailable] = await this.#handlers.keep([record], this.#recorder.levels(options.ack));
    if (unavailable !== undefined) throw unavailable;
    this.#recorder.tell(record);
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
   * outcomes[0]; // "recorded"
   * outcomes[1]; // InvalidEventError: event of example.org/door 1 is not valid: /open must be boolean
   *
   * @param events each is let go of before the next is asked for
   */
  async recordEventsKept(
    events: Iterable<EventToRecord>,
    options: Pick<KeepOptions, "ack"> = {},
  ): Promise<RecordOutcome[]> {
    const outcomes: RecordOutcome[] = [];
    const places: number[] = [];
    const unavailable = await this.#recorder.keepAll(events, outcomes, places, options.ack);
    for (const index of unavailable.keys()) {
      const error = unavailable[index];
      if (error !== undefined) outcomes[places[index] as number] = error;
    }
    return outcomes;
  }

  /** Adds a handler while the log runs. @throws {EventLogError} code `invalid-option`, and what its `open` throws */
  registerHandler(handler: Handler, options: RouteOptions = {}): void {
    this.#recorder.assertOpen();
    this.#handlers.add(handler, options);
    this.#schemas.refreshRoutes();
  }

  /** Takes a handler out after it has kept what it was given. It is not closed. */
  async removeHandler(handler: Handler): Promise<void> {
    if (!this.#handlers.remove(handler)) return;
    this.#schemas.refreshRoutes();
    await handler.flush();
  }

  /**
   * Has a handler take the place of another, which is closed first: both may write to the same file. Events that come
   * meanwhile wait and go to the new one, in their order.
   *
   * @example
   * await log.replaceHandler(file, () => new FileHandler("event.log", { fsync: "always" }));
   *
   * @param options.otherwise makes the handler to go on with where the new one cannot be opened
   * @throws {EventLogError} code `invalid-option` where the handler is none of this log's, and what the new one's `open`
   * throws; without `otherwise` events go there no more
   */
  async replaceHandler(
    handler: Handler,
    replacement: () => Handler,
    { otherwise, ...route }: RouteOptions & { readonly otherwise?: () => Handler } = {},
  ): Promise<void> {
    this.#recorder.assertOpen();
    if (!this.handlers.includes(handler)) {
      throw new EventLogError("invalid-option", `${handlerName(handler)} is no handler of this log`);
    }
    const successors = otherwise === undefined ? [replacement] : [replacement, otherwise];
    await this.#handlers.replace(handler, successors, route, () => this.#schemas.refreshRoutes());
  }

  /** The handlers, in the order in which they get events. */
  get handlers(): readonly Handler[] {
    return this.#handlers.all;
  }

  /** Adds a modifier, for one schema or for all. Modifiers run in the order in which they were added. */
  addModifier(modifier: Modifier, options: { schema?: string } = {}): void {
    this.#recorder.modifiers.add(modifier, options.schema);
  }

  /** Removes a modifier, from one schema or from wherever it was added. */
  removeModifier(modifier: Modifier, options: { schema?: string } = {}): void {
    this.#recorder.modifiers.remove(modifier, options.schema);
  }

  /** Adds a listener, for one schema or for all. Its errors are reported and go no further. */
  addListener(listener: Listener, options: { schema?: string } = {}): void {
    this.#listeners.add(listener, options.schema);
  }

  /** Removes a listener, from one schema or from wherever it was added. */
  removeListener(listener: Listener, options: { schema?: string } = {}): void {
    this.#listeners.remove(listener, options.schema);
  }

  /**
   * Tells, before something is done that must not go unrecorded, whether an event of it could be kept now: resolves where
   * every handler says that it could, and where the schema is not allowed, so that there is nothing to keep. It writes
   * nothing, so that it cannot be certain.
   *
   * @example
   * await log.ready("example.org/door", 1); // Throws while the disk is full.
   * openTheDoor();
   * log.recordEvent("example.org/door", 1, { open: true });
   *
   * @throws {UnknownSchemaError} where schema or version is not registered
   * @throws {UnavailableError} where a handler could not keep it, or there is none
   * @throws {EventLogError} code `log-closed` after `close()`
   */
  async ready(schema: string, version: number | string): Promise<void> {
    this.#recorder.assertOpen();
    const { recorder, routes } = this.#schemas.find(schema, version);
    if (recorder === undefined) return;
    if (routes.length === 0) throw new UnavailableError(`no handler takes events of ${schema}`, []);
    await this.#handlers.ready(routes);
  }

  /**
   * Resolves when all that was recorded before can be read where handlers write it, or is in their spool.
   *
   * @throws {UnavailableError} where a handler cannot now
   */
  async flush(): Promise<void> {
    await this.#handlers.flush();
  }

  /**
   * Resolves when all that was recorded before has come as far as each handler's `ack`, or the log's, asks.
   *
   * @example
   * log.recordEvent("example.org/door", 1, { open: true });
   * await log.settled(); // Synced to the disk: no power cut takes it.
   *
   * @throws {UnavailableError} where a handler cannot now
   */
  async settled(options: Pick<KeepOptions, "ack"> = {}): Promise<void> {
    await this.#handlers.settled(this.#recorder.levels(options.ack));
  }

  /** What was recorded, refused and denied, and what handlers did, since the log was made. */
  get statistics(): LogStatistics {
    const handlers = this.handlers.flatMap((handler, position) => {
      const { statistics } = handler;
      return statistics === undefined ? [] : [{ name: handlerName(handler), position, ...statistics }];
    });
    return { schemas: this.#schemas.statistics, unknownSchema: this.#schemas.unknown, handlers };
  }

  /**
   * Drains and closes all handlers; the log records nothing more. May be called twice, with the same outcome.
   *
   * @throws {UnavailableError} where events were lost
   */
  close(): Promise<void> {
    if (this.#closing === undefined) {
      this.#recorder.closed = true;
      this.#dropped.stop();
      this.#closing = this.#handlers.close();
      this.#schemas.refreshRoutes();
    }
    return this.#closing;
  }
}
