import type { Refusal } from "../../delivery/destination.js";
import type { SpooledEvent } from "../../spool/spooled-event.js";

/**
 * What a server has said of the events of a batch that it has not yet settled as a whole: those that have arrived are not
 * sent again with those that have not.
 */
export class BatchProgress {
  /** By position: why an event is refused for good; undefined where it has arrived. */
  readonly #settled = new Map<number, string | undefined>();

  /** The events that are still to be sent. */
  rest(batch: readonly SpooledEvent[]): readonly SpooledEvent[] {
    return batch.filter(({ position }) => !this.#settled.has(position));
  }

  arrived({ position }: SpooledEvent): void {
    this.#settled.set(position, undefined);
  }

  refused({ position }: SpooledEvent, reason: string): void {
    this.#settled.set(position, reason);
  }

  /** Ends a batch whose events are all settled. @returns the refused ones */
  finish(batch: readonly SpooledEvent[]): readonly Refusal[] {
    const refused: Refusal[] = [];
    for (const event of batch) {
      const reason = this.#settled.get(event.position);
      if (reason !== undefined) refused.push({ event, reason });
      this.#settled.delete(event.position);
    }
    return refused;
  }
}
