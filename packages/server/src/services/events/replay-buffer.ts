import type { LiveEvent } from "@daybook/eventlog";

/** An event in the buffer. */
interface Entry {
  readonly event: LiveEvent;
  /** When it was recorded, in milliseconds, which may be later than it happened. Never less than of the one before. */
  readonly at: number;
}

/** The events since some moment. */
export interface Replay {
  readonly events: readonly LiveEvent[];
  /** False where some of them are not in the buffer any more, or from before it was made. */
  readonly complete: boolean;
}

/** What a buffer holds at most. */
export interface ReplayLimits {
  readonly events: number;
  /** Characters of the events' lines. */
  readonly size: number;
}

/** The last events that were recorded, so that whoever was away for a moment can catch up. Older ones give way. */
export class ReplayBuffer {
  readonly #limits: ReplayLimits;
  readonly #now: () => number;
  #entries: Entry[] = [];
  /** How many at the beginning of the entries have given way; they are cut off now and then. */
  #gone = 0;
  #size = 0;
  #last: number;
  /** From when on everything is here. */
  #from: number;

  /** @param now the clock, in milliseconds */
  constructor(limits: ReplayLimits, now: () => number = Date.now) {
    this.#limits = limits;
    this.#now = now;
    this.#last = now();
    this.#from = this.#last;
  }

  add(event: LiveEvent): void {
    // A clock that is set back must not bring events out of their order.
    this.#last = Math.max(this.#last, this.#now());
    this.#entries.push({ event, at: this.#last });
    this.#size += event.line.length;
    while (this.#entries.length - this.#gone > this.#limits.events || this.#size > this.#limits.size) {
      const { event: oldest, at } = this.#entries[this.#gone++] as Entry;
      this.#size -= oldest.line.length;
      // Another event of the same millisecond may have gone with it.
      this.#from = at + 1;
    }
    if (this.#gone > this.#entries.length / 2) {
      this.#entries = this.#entries.slice(this.#gone);
      this.#gone = 0;
    }
  }

  /** What was recorded at a time or later, in milliseconds. */
  since(time: number): Replay {
    let low = this.#gone;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle] as Entry).at < time) low = middle + 1;
      else high = middle;
    }
    return {
      events: this.#entries.slice(low).map(({ event }) => event),
      complete: time >= this.#from,
    };
  }
}
