import type { RecordedEvent } from "./capsule.js";
import type { EventRecord } from "./handler.js";

const capsuleStart = '{"__timestamp__":';
/** JSON leaves these as they are, but many readers, such as Python's `splitlines`, end a line at them. */
const furtherLineEnds = /[\u0085\u2028\u2029]/g;

/** A recorded event with its line. */
export class LineRecord implements EventRecord {
  readonly schema: string;
  readonly version: number | string;
  readonly timestamp: string;
  readonly line: string;

  constructor(event: RecordedEvent) {
    this.schema = event.__schema__;
    this.version = event.__schema_version__;
    this.timestamp = event.__timestamp__;
    this.line = capsuleFirst(event).replace(furtherLineEnds, escapeCharacter);
  }

  get event(): RecordedEvent {
    return JSON.parse(this.line);
  }
}

/** JavaScript puts keys that look like array indexes before all others, whatever the order in which they were set. */
function capsuleFirst(event: RecordedEvent): string {
  const text = JSON.stringify(event);
  if (text.startsWith(capsuleStart)) return text;
  const { __timestamp__, __schema__, __schema_version__, __metadata_version__, ...properties } = event;
  const capsule = { __timestamp__, __schema__, __schema_version__, __metadata_version__ };
  return `${JSON.stringify(capsule).slice(0, -1)},${JSON.stringify(properties).slice(1)}`;
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
