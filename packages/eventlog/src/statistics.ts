/** What a handler counts of its own work since it was made. Numbers only: nothing of any event. */
export interface HandlerStatistics {
  /** Events taken. */
  readonly handled: number;
  /** Events that have reached the handler's destination. */
  readonly confirmed: number;
  /** Attempts beyond the first, each for one event or a batch of them. */
  readonly retried?: number;
  /** Events given up for want of room. */
  readonly dropped: number;
  /** Events that the destination refused for good and that went to the dead-letter file. */
  readonly deadLettered?: number;
  /** Bytes on disk that wait for the destination. */
  readonly spoolBytes?: number;
  /** For how long the oldest event has waited, in seconds. */
  readonly spoolAge?: number;
}

/** What became of the events of one schema since the log was made. */
export interface SchemaStatistics {
  readonly schema: string;
  readonly version: number | string;
  /** Handed to handlers. */
  readonly recorded: number;
  /** Not valid, or not to be changed by a modifier. */
  readonly refused: number;
  /** Given for a schema that is not allowed. */
  readonly denied: number;
}

/** What a log has done so far. Numbers and the names of schemas and handlers only: nothing of any event. */
export interface LogStatistics {
  readonly schemas: readonly SchemaStatistics[];
  /** Events of schemas that are not registered. */
  readonly unknownSchema: number;
  /** The handlers that count, each with its place among all handlers, from 0 on. */
  readonly handlers: readonly (HandlerStatistics & { readonly name: string; readonly position: number })[];
}
