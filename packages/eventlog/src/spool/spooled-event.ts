import type { RecordedEvent } from "../capsule.js";
import type { EventRecord } from "../handler.js";

/** An event that was read back from a spool. It is what a handler was given, with its place in the spool. */
export class SpooledEvent implements EventRecord {
  /** The events of a spool are numbered in their order, across restarts of the process. */
  readonly position: number;
  readonly id: string;
  readonly sequence: number;
  readonly line: string;

  constructor(position: number, id: string, sequence: number, line: string) {
    this.position = position;
    this.id = id;
    this.sequence = sequence;
    this.line = line;
  }

  get event(): RecordedEvent {
    return JSON.parse(this.line);
  }

  get schema(): string {
    return this.event.__schema__;
  }

  get version(): number | string {
    return this.event.__schema_version__;
  }

  get timestamp(): string {
    return this.event.__timestamp__;
  }
}
