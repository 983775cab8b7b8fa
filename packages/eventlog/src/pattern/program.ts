import type { Automaton } from "./automaton.js";

/** One step of a program. Steps are numbered; `next` and `other` are the numbers of those that may follow. */
export type Step =
  /** Takes a character of a set. */
  | { readonly kind: "character"; readonly set: number; readonly next: number }
  /** Goes on at two places at once. */
  | { readonly kind: "split"; readonly next: number; readonly other: number }
  /** Goes on where a guard holds, or does not. */
  | { readonly kind: "guard"; readonly bit: number; readonly negate: boolean; readonly next: number }
  | { readonly kind: "accept" };

/** What a pattern asks of a position in the text, and not of the characters it takes; each has a bit. */
export const textStart = 1;
export const textEnd = 2;
export const wordBoundary = 4;
/** Lookarounds have the bits from here on, the innermost first. */
export const firstLookaround = 3;
export const maximumLookarounds = 16;

/** A lookaround: its own pattern marks all positions where it holds, in one pass over the text. */
export interface Lookaround {
  readonly bit: number;
  /** Whether it reads the text from its end. */
  readonly backward: boolean;
  readonly automaton: Automaton;
}
