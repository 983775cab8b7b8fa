import { UnknownSchemaError } from "./errors.js";
import type { HandlerRoute } from "./handler-route.js";
import {
  type AllowedSchemas,
  type NormalAllowedSchemas,
  normalizeAllowedSchemas,
} from "./policy/allowed-schemas.js";
import { describeSchema, type SchemaDescription } from "./policy/describe.js";
import { Redaction } from "./policy/redaction.js";
import type { RegisteredSchema } from "./schema/registered-schema.js";
import { SchemaRecorder } from "./schema-recorder.js";
import { SchemaRegistry } from "./schema/schema-registry.js";
import type { SchemaStatistics } from "./statistics.js";

/** A registered schema of a log: what policy makes of it, who gets its events, and what became of them so far. */
export interface SchemaEntry {
  readonly schema: RegisteredSchema;
  /** `undefined` where the schema is not allowed. */
  readonly recorder: SchemaRecorder | undefined;
  readonly routes: readonly HandlerRoute[];
  recorded: number;
  refused: number;
  denied: number;
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** The schemas of a log. */
export class SchemaTable {
  readonly #registry = new SchemaRegistry();
  readonly #entries = new Map<RegisteredSchema, Writable<SchemaEntry>>();
  readonly #routesOf: (schema: string) => readonly HandlerRoute[];
  readonly #eventIds: boolean;
  #allowed: NormalAllowedSchemas;
  /** What was asked for last: most callers record one kind of event many times in a row. */
  #last: SchemaEntry | undefined;
  #lastId = "";
  /** Nothing is the same as `NaN`: there is no last one yet. */
  #lastVersion: number | string = Number.NaN;
  #unknown = 0;

  /** @throws {EventLogError} code `invalid-policy` */
  constructor(
    allowed: AllowedSchemas | NormalAllowedSchemas,
    eventIds: boolean,
    routesOf: (schema: string) => readonly HandlerRoute[],
  ) {
    this.#allowed = normalizeAllowedSchemas(allowed);
    this.#eventIds = eventIds;
    this.#routesOf = routesOf;
  }

  /** @throws {SchemaError} */
  register(source: object): void {
    const schema = this.#registry.register(source);
    this.#entries.set(schema, {
      schema,
      recorder: this.#recorderOf(schema),
      routes: this.#routesOf(schema.id),
      recorded: 0,
      refused: 0,
      denied: 0,
    });
  }

  get allowed(): NormalAllowedSchemas {
    return this.#allowed;
  }

  /** @throws {EventLogError} code `invalid-policy` */
  set allowed(allowed: AllowedSchemas | NormalAllowedSchemas) {
    this.#allowed = normalizeAllowedSchemas(allowed);
    for (const entry of this.#entries.values()) entry.recorder = this.#recorderOf(entry.schema);
  }

  /** Handlers were added or removed. */
  refreshRoutes(): void {
    for (const entry of this.#entries.values()) entry.routes = this.#routesOf(entry.schema.id);
  }

  has(schema: string, version: number | string): boolean {
    return this.#registry.has(schema, version);
  }

  /** @throws {UnknownSchemaError} */
  find(schema: string, version: number | string): SchemaEntry {
    if (schema === this.#lastId && version === this.#lastVersion) return this.#last as SchemaEntry;
    return this.#lookUp(schema, version);
  }

  #lookUp(schema: string, version: number | string): SchemaEntry {
    try {
      const entry = this.#entries.get(this.#registry.get(schema, version)) as SchemaEntry;
      this.#last = entry;
      this.#lastId = schema;
      this.#lastVersion = version;
      return entry;
    } catch (error) {
      if (error instanceof UnknownSchemaError) this.#unknown++;
      throw error;
    }
  }

  /** All schemas and what policy makes of them, in the order of their ids. */
  describe(): SchemaDescription[] {
    return this.#inOrder().map(({ schema, recorder }) => describeSchema(schema, recorder?.redaction));
  }

  /** The documents, in the order of their ids. */
  get documents(): readonly object[] {
    return this.#inOrder().map(({ schema }) => schema.document);
  }

  /** What became of events, for each schema. */
  get statistics(): SchemaStatistics[] {
    return this.#inOrder().map(({ schema: { id, version }, recorded, refused, denied }) => ({
      schema: id,
      version,
      recorded,
      refused,
      denied,
    }));
  }

  /** How often a schema was asked for that is not registered. */
  get unknown(): number {
    return this.#unknown;
  }

  #inOrder(): SchemaEntry[] {
    return this.#registry.all().map((schema) => this.#entries.get(schema) as SchemaEntry);
  }

  #recorderOf(schema: RegisteredSchema): SchemaRecorder | undefined {
    const allowed = this.#allowed.get(schema.id);
    if (allowed === undefined) return undefined;
    return new SchemaRecorder(schema, new Redaction(schema, allowed), { eventIds: this.#eventIds });
  }
}
