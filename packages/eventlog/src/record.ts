import type { RecordedEvent } from "./capsule.js";
import type { EventRecord } from "./handler.js";

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
    this.line = JSON.stringify(event);
  }

  get event(): RecordedEvent {
    return JSON.parse(this.line);
  }
}
