/**
 * How far an event has come when somebody is told that it is kept. Each level includes those before it:
 *
 * - `accepted`: in memory. A crash of the process loses it.
 * - `durable`: on a disk of this machine, and synced. A power cut does not lose it.
 * - `delivered`: the destination has confirmed it.
 */
export const acknowledgements = ["accepted", "durable", "delivered"] as const;

export type Acknowledgement = (typeof acknowledgements)[number];

/** The lower one of two levels. */
export function lowerOf(left: Acknowledgement, right: Acknowledgement): Acknowledgement {
  return acknowledgements.indexOf(left) < acknowledgements.indexOf(right) ? left : right;
}
