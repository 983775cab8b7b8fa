import type { Exchange } from "./exchange.js";

/** An event that a REST call gives, ready for `EventLog.recordEvent(schema, version, event)`. */
export interface Observation {
  /** Id of the event's schema. */
  readonly schema: string;
  /** Version of the schema, number or string as the schema file has it. */
  readonly version: number | string;
  /** The event's own properties, without the capsule. */
  readonly event: Record<string, unknown>;
}

/**
 * Turns REST calls into events. Pure: an observer reads the exchange and nothing else, and never throws, whatever
 * the bodies hold. Whether an event is recorded is for the log and its policy to say.
 */
export interface Observer {
  /** What it observes: the name of the service. */
  readonly name: string;
  /** The events of one call; none where the call is no action of this service or did not succeed. */
  observe(exchange: Exchange): Observation[];
}
