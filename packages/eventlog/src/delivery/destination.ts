import { HandlerError } from "../errors.js";
import type { SpooledEvent } from "../spool/spooled-event.js";

/** An event that a destination will not take however often it is sent. */
export interface Refusal {
  readonly event: SpooledEvent;
  /** Stands beside the event in the dead-letter file, and nowhere else: it may quote the event. */
  readonly reason: string;
}

/** What became of a batch that was not refused as a whole. */
export interface SendResult {
  /** Events that the destination will never take; all others of the batch have arrived. Default: none. */
  readonly refused?: readonly Refusal[];
}

/**
 * Where a {@link SpooledHandler} sends events: the part that differs between brokers, databases and servers.
 *
 * @example
 * const destination: Destination = {
 *   async send(batch, signal) {
 *     const body = batch.map(({ line }) => `${line}\n`).join("");
 *     const answer = await fetch("http://127.0.0.1:9000/", { method: "POST", body, signal });
 *     if (answer.status === 400) throw new BatchRefused("the server answers 400");
 *     if (!answer.ok) throw new RetryLater(`the server answers ${answer.status}`);
 *     return {};
 *   },
 *   async close() {},
 * };
 */
export interface Destination {
  /**
   * False where sending confirms nothing, as with UDP: then the handler acknowledges no event as more than `accepted`.
   * Default: true.
   */
  readonly confirms?: boolean;
  /**
   * Called when the handler is opened. Throws when it cannot work as configured: the server then stops. A destination
   * that is only away is no reason to.
   *
   * @param directory the folder that relative paths start from
   */
  open?(directory: string): void;
  /**
   * Sends events in their order, and resolves once the destination has confirmed all but the refused ones. It is never
   * called again before it has settled. The same events come again after an error, and after a crash: `event.id` tells
   * the destination which ones it has.
   *
   * @param signal aborted when the time is over (`timeout`) or the handler closes; sending must stop then
   * @throws {BatchRefused} where the batch is refused for good and nobody says which of its events is to blame
   * @throws {RetryLater} with words for the operator where it may succeed later; any other error means the same, but its
   * message is not shown, as it may hold a password or a part of an event
   */
  send(batch: readonly SpooledEvent[], signal: AbortSignal): Promise<SendResult>;
  /** Lets go of connections. Called once, when nothing is sent any more. */
  close(): Promise<void>;
}

/** Sending failed, and may succeed later. The message is shown to the operator: it must hold nothing of an event. */
export class RetryLater extends HandlerError {
  /** How long the destination asks to be left alone, in milliseconds, as `Retry-After` does. */
  readonly delay: number | undefined;

  constructor(message: string, options: ErrorOptions & { readonly delay?: number | undefined } = {}) {
    super(message, options);
    this.delay = options.delay;
  }
}

/**
 * The destination refuses a batch for good without a word on which event is to blame. It is halved and sent again until
 * the events that are refused alone are found; those go to the dead-letter file.
 */
export class BatchRefused extends HandlerError {
  /** Stands beside the event in the dead-letter file, and nowhere else: it may quote the event. */
  readonly reason: string;

  constructor(reason: string) {
    super("the destination refuses a batch");
    this.reason = reason;
  }
}
