import type { RecordedEvent } from "./capsule.js";
import { eventId, nextSequence } from "./event-id.js";
import type { EventRecord } from "./handler.js";
import { currentMoment, type Moment } from "./timestamp.js";
import { oneLine } from "./writer/line-text.js";

const capsuleStart = '{"__timestamp__":';

/** A recorded event with its line. */
export class LineRecord implements EventRecord {
  readonly schema: string;
  readonly version: number | string;
  readonly timestamp: string;
  readonly line: string;
  readonly sequence: number;
  readonly #moment: Moment;

  /** @param moment when it is recorded, which may be later than it happened */
  constructor(
    schema: string,
    version: number | string,
    timestamp: string,
    line: string,
    moment: Moment = currentMoment(),
    sequence: number = nextSequence(),
  ) {
    this.schema = schema;
    this.version = version;
    this.timestamp = timestamp;
    this.line = line;
    this.#moment = moment;
    this.sequence = sequence;
  }

  get id(): string {
    return eventId(this.#moment.ordered, this.sequence);
  }

  get event(): RecordedEvent {
    return JSON.parse(this.line);
  }
}

/** The line of a recorded event: the plain way, which every quicker one has to agree with. */
export function lineOf(event: RecordedEvent): string {
  return oneLine(capsuleFirst(event));
}

/** JavaScript puts keys that look like array indexes before all others, whatever the order in which they were set. */
function capsuleFirst(event: RecordedEvent): string {
  const text = JSON.stringify(event);
  if (text.startsWith(capsuleStart)) return text;
  const { __timestamp__, __schema__, __schema_version__, __metadata_version__, ...properties } = event;
  const capsule = { __timestamp__, __schema__, __schema_version__, __metadata_version__ };
  return `${JSON.stringify(capsule).slice(0, -1)},${JSON.stringify(properties).slice(1)}`;
}
