import { type EventIdentity, encapsulate } from "./capsule.js";
import { InvalidEventError } from "./errors.js";
import { eventId, nextSequence } from "./event-id.js";
import { copyJson, isObject, type JsonObject } from "./json-value.js";
import type { Redaction } from "./policy/redaction.js";
import { type LineRecord, recordOf } from "./record.js";
import type { RegisteredSchema } from "./schema/registered-schema.js";
import { currentMoment, type Moment } from "./timestamp.js";
import { canGenerateCode } from "./writer/code-generation.js";
import { EventWriter } from "./writer/event-writer.js";

/** Makes records of the events of one schema under one policy, the quick way where an event allows it. */
export class SchemaRecorder {
  readonly schema: RegisteredSchema;
  readonly redaction: Redaction;
  readonly #writer: EventWriter | undefined;

  readonly #eventIds: boolean;

  /**
   * @param options.eventIds whether events get ids and numbers
   * @param options.quick false goes the plain way always; both give the same bytes
   */
  constructor(
    schema: RegisteredSchema,
    redaction: Redaction,
    { eventIds = false, quick = canGenerateCode } = {},
  ) {
    this.schema = schema;
    this.redaction = redaction;
    this.#eventIds = eventIds;
    schema.compile();
    this.#writer = quick ? new EventWriter(schema, redaction, eventIds) : undefined;
  }

  /**
   * Validates an event, withholds what policy does not admit, and writes its line. The caller's object stays as it is.
   *
   * @param wanted whether somebody will ask for the event as recorded
   * @throws {InvalidEventError}
   */
  record(event: object, timestamp: string, moment = currentMoment(), wanted = true): LineRecord {
    return (
      this.#writer?.write(event, timestamp, moment, wanted) ?? this.#recordPlainly(event, timestamp, moment)
    );
  }

  /** The plain way, step by step: it takes any event, and knows why one is not valid. */
  #recordPlainly(event: object, timestamp: string, moment: Moment): LineRecord {
    const { schema } = this;
    const data = copyEvent(event, schema.subject);
    schema.validate(data);
    this.redaction.redact(data);
    const identity = this.#eventIds ? identityAt(moment) : undefined;
    return recordOf(encapsulate(timestamp, schema.id, schema.version, data, identity), moment);
  }
}

function identityAt({ ordered }: Moment): EventIdentity {
  const sequence = nextSequence();
  return { id: eventId(ordered, sequence), sequence };
}

/** Copies an event into plain JSON. @throws {InvalidEventError} for what JSON cannot carry, and for what is no object */
export function copyEvent(event: unknown, subject: string): JsonObject {
  const copy = copyJson(event, subject);
  if (isObject(copy)) return copy as JsonObject;
  throw new InvalidEventError(subject, [{ path: "", keyword: "type", message: "must be object" }]);
}
