import { capsuleNames, type RecordedEvent } from "./capsule.js";
import { eventId, nextSequence } from "./event-id.js";
import type { EventRecord } from "./handler.js";
import { currentMoment, type Moment } from "./timestamp.js";
import { setOwn } from "./json-value.js";
import { oneLine } from "./writer/line-text.js";

const capsuleStart = '{"__timestamp__":';

/** Which schema a record is of. */
export interface RecordSource {
  readonly id: string;
  readonly version: number | string;
}

/** A recorded event with its line. */
export class LineRecord implements EventRecord {
  readonly timestamp: string;
  readonly line: string;
  readonly sequence: number;
  readonly #recorded: RecordedEvent | undefined;
  readonly #source: RecordSource;
  readonly #moment: Moment;

  /**
   * @param moment when it is recorded, which may be later than it happened
   * @param recorded the event, where somebody will ask for it
   */
  constructor(
    source: RecordSource,
    timestamp: string,
    line: string,
    moment: Moment,
    recorded: RecordedEvent | undefined,
    sequence: number = nextSequence(),
  ) {
    this.#source = source;
    this.timestamp = timestamp;
    this.line = line;
    this.#moment = moment;
    this.#recorded = recorded;
    this.sequence = sequence;
  }

  get schema(): string {
    return this.#source.id;
  }

  get version(): number | string {
    return this.#source.version;
  }

  get id(): string {
    return eventId(this.#moment.ordered, this.sequence);
  }

  /** The event for whoever recorded it; all others read {@link event}. */
  get recorded(): RecordedEvent {
    return this.#recorded ?? this.event;
  }

  get event(): RecordedEvent {
    return JSON.parse(this.line);
  }
}

/** Makes a record the plain way, of an event that has its capsule. */
export function recordOf(recorded: RecordedEvent, moment: Moment = currentMoment()): LineRecord {
  const { __timestamp__: timestamp, __schema__: id, __schema_version__: version, __sequence__ } = recorded;
  return new LineRecord({ id, version }, timestamp, lineOf(recorded), moment, recorded, __sequence__);
}

/** The line of a recorded event: the plain way, which every quicker one has to agree with. */
export function lineOf(event: RecordedEvent): string {
  return oneLine(capsuleFirst(event));
}

/** JavaScript puts keys that look like array indexes before all others, whatever the order in which they were set. */
function capsuleFirst(event: RecordedEvent): string {
  const text = JSON.stringify(event);
  if (text.startsWith(capsuleStart)) return text;
  const capsule: Record<string, unknown> = {};
  const properties: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(event))
    setOwn(capsuleNames.includes(name) ? capsule : properties, name, value);
  return `${JSON.stringify(capsule).slice(0, -1)},${JSON.stringify(properties).slice(1)}`;
}
