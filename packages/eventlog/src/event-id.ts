import { randomBytes } from "node:crypto";

/** Stands at the end of every id of this process, so that its events can be told from those of others. */
const processPart = randomBytes(5).toString("hex");

let lastSequence = 0;
let latest = 0;

/** The number of the next event of this process; the first is 1. A number that never arrives is an event that was lost. */
export function nextSequence(): number {
  return ++lastSequence;
}

/**
 * The id of an event: a UUID of version 7 (RFC 9562), so that ids sort by time. It is made of what the event has anyway,
 * so that two asks give one id:
 *
 * ```
 * 019aab3f-c1a0-7000-8000-02a1f3c09be4
 * └── time ───┘  └ sequence ┘└─process─┘
 * ```
 *
 * @param milliseconds of {@link orderedTime}
 */
export function eventId(milliseconds: number, sequence: number): string {
  const time = milliseconds.toString(16).padStart(12, "0");
  const low = sequence % 2 ** 34;
  const high12 = Math.floor(low / 2 ** 22);
  const low22 = low % 2 ** 22;
  // The first two bits of what follows say which kind of UUID it is.
  const rest = (2 ** 23 + low22).toString(16).padStart(6, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${high12.toString(16).padStart(3, "0")}-${rest.slice(0, 4)}-${rest.slice(4)}${processPart}`;
}

/**
 * A time of this process's clock, in milliseconds, or the latest one there was: clocks are set back, and what was
 * recorded later must not sort before.
 */
export function orderedTime(now: number): number {
  if (now > latest) latest = now;
  return latest;
}
