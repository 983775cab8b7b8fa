/**
 * Every error this package throws on purpose, in one table: a stable code, and the class that carries it.
 * Messages never contain values of an event: a value that policy withholds must not come back in an error text.
 */
export const errorCodes = {
  "invalid-schema": "the schema itself is wrong and was not registered",
  "duplicate-schema": "this schema id and version is registered already",
  "unknown-schema": "no schema of this id and version is registered",
  "invalid-event": "the event does not match its schema, or JSON cannot carry it",
  "invalid-timestamp": "the timestamp is not RFC 3339",
  "invalid-policy": "allowed_schemas is not written as it must be",
  "invalid-option": "an option of the log or of a handler is wrong",
  "modifier-failed": "a modifier threw; its error is the cause",
  "handler-failed": "a handler could not keep an event",
  "log-closed": "the log was closed and records nothing more",
  unavailable: "the event was valid and allowed, but could not be kept now",
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** Base of all errors of the library; `code` is one of {@link errorCodes}. */
export class EventLogError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** One thing that is wrong with a schema. */
export interface SchemaProblem {
  /** JSON Pointer to the place in the schema; `""` is the whole of it. Undefined where it is no place in it. */
  readonly place: string | undefined;
  readonly message: string;
}

interface SchemaErrorOptions extends ErrorOptions {
  readonly code?: "invalid-schema" | "duplicate-schema";
  /** Where in the schema, where one thing is wrong. */
  readonly place?: string | undefined;
  /** All that is wrong, where that is more than one thing. */
  readonly problems?: readonly SchemaProblem[];
}

/** A schema could not be registered. The message names the schema, the place in it and what to write instead. */
export class SchemaError extends EventLogError {
  /** All that was found to be wrong, for whoever shows the places; never empty. */
  readonly problems: readonly SchemaProblem[];

  constructor(message: string, options: SchemaErrorOptions = {}) {
    super(options.code ?? "invalid-schema", message, options);
    this.problems = options.problems ?? [{ place: options.place, message }];
  }

  /** JSON Pointer to the first place that is wrong; undefined where it is no place in the schema. */
  get place(): string | undefined {
    return this.problems[0]?.place;
  }

  /** The same error with words before its message, such as the name of the schema or the file. */
  after(words: string): SchemaError {
    return new SchemaError(`${words}: ${this.message}`, {
      code: this.code as "invalid-schema",
      cause: this.cause,
      problems: this.problems,
    });
  }
}

/** `recordEvent` was called for a schema or version that nobody registered. */
export class UnknownSchemaError extends EventLogError {
  constructor(message: string) {
    super("unknown-schema", message);
  }
}

/** One way in which an event is wrong: where, which rule, and in words. Never the offending value. */
export interface EventViolation {
  /** JSON Pointer into the event; keys that the schema does not declare stand as `*`. */
  readonly path: string;
  /** The JSON Schema keyword that failed, or `json`, `depth`, `reserved` or `effort` for our own rules. */
  readonly keyword: string;
  readonly message: string;
}

/** The event does not match its schema; `errors` says where and why. */
export class InvalidEventError extends EventLogError {
  readonly errors: readonly EventViolation[];

  constructor(subject: string, errors: readonly EventViolation[]) {
    const [first] = errors;
    const where = first === undefined ? "" : `: ${first.path || "the event"} ${first.message}`;
    super("invalid-event", `${subject} is not valid${where}`);
    this.errors = errors;
  }
}

/** The event was fine, but a handler could not keep it; `causes` holds each handler's error. */
export class UnavailableError extends EventLogError {
  readonly causes: readonly Error[];

  constructor(message: string, causes: readonly Error[]) {
    super("unavailable", message, causes.length === 1 ? { cause: causes[0] } : undefined);
    this.causes = causes;
  }
}

/** A handler could not do its work. `cause` keeps the system's error, such as `ENOSPC`. */
export class HandlerError extends EventLogError {
  constructor(message: string, options?: ErrorOptions) {
    super("handler-failed", message, options);
  }
}
