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
