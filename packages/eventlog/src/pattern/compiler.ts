import type { AST } from "@eslint-community/regexpp";
import { Automaton } from "./automaton.js";
import type { CharacterClasses } from "./character-classes.js";
import { PatternError } from "./pattern-error.js";
import {
  firstLookaround,
  type Lookaround,
  maximumLookarounds,
  type Step,
  textEnd,
  textStart,
  wordBoundary,
} from "./program.js";

/** More steps than this make a pattern too large: each character of a text may cost as many. */
export const maximumSteps = 10_000;

type Direction = "forward" | "backward";

/** Makes automata of a parsed pattern: one for itself, and one for each lookaround in it. */
export class Compiler {
  readonly #classes: CharacterClasses;
  /** The innermost first, as the outer ones ask for what the inner ones found. */
  readonly lookarounds: Lookaround[] = [];
  /** A repetition has its parts compiled again and again; what they look for is the same. */
  readonly #lookaroundBits = new Map<AST.Assertion, number>();
  #visits = 0;

  constructor(classes: CharacterClasses) {
    this.#classes = classes;
  }

  /** @throws {PatternError} for what cannot be matched in linear time, and what is too large */
  compile(alternatives: readonly AST.Alternative[], direction: Direction): Automaton {
    const steps: Step[] = [{ kind: "accept" }];
    const start = this.#either(alternatives, 0, steps, direction);
    return new Automaton(steps, start, this.#classes);
  }

  #either(
    alternatives: readonly AST.Alternative[],
    next: number,
    steps: Step[],
    direction: Direction,
  ): number {
    const starts = alternatives.map(({ elements }) => {
      const inOrder = direction === "forward" ? elements.toReversed() : elements;
      return inOrder.reduce((after, element) => this.#element(element, after, steps, direction), next);
    });
    return starts.reduceRight((other, start) => this.#add(steps, { kind: "split", next: start, other }));
  }

  /** Adds the steps of one element before those that follow it. @returns the first of them */
  #element(element: AST.Element, next: number, steps: Step[], direction: Direction): number {
    this.#visit();
    switch (element.type) {
      case "Character":
        return this.#add(steps, {
          kind: "character",
          set: this.#classes.single(element.value, element.raw),
          next,
        });
      case "CharacterClass":
      case "CharacterSet":
        return this.#add(steps, { kind: "character", set: this.#classes.set(element.raw), next });
      case "CapturingGroup":
        return this.#either(element.alternatives, next, steps, direction);
      case "Group":
        if (element.modifiers) throw new PatternError("switches flags, as `(?i:..)` does; write it without");
        return this.#either(element.alternatives, next, steps, direction);
      case "Quantifier":
        return this.#repeated(element, next, steps, direction);
      case "Assertion":
        return this.#add(steps, { kind: "guard", ...this.#guard(element), next });
      case "Backreference":
        throw new PatternError(
          `has a backreference (${element.raw}), which takes time without end on some texts; write it without`,
        );
      default:
        throw new PatternError(`has ${element.raw}, which is not supported`);
    }
  }

  #repeated(
    { element, min, max }: AST.Quantifier,
    next: number,
    steps: Step[],
    direction: Direction,
  ): number {
    let start = next;
    if (max === Number.POSITIVE_INFINITY) {
      // What is repeated leads back to the step that chooses, so that one is made first.
      const choice = this.#add(steps, { kind: "split", next, other: next });
      const body = this.#element(element, choice, steps, direction);
      steps[choice] = { kind: "split", next: body, other: next };
      start = choice;
    } else {
      for (let count = min; count < max; count++) {
        const body = this.#element(element, start, steps, direction);
        start = this.#add(steps, { kind: "split", next: body, other: next });
      }
    }
    for (let count = 0; count < min; count++) start = this.#element(element, start, steps, direction);
    return start;
  }

  #guard(assertion: AST.Assertion): { bit: number; negate: boolean } {
    switch (assertion.kind) {
      case "start":
        return { bit: textStart, negate: false };
      case "end":
        return { bit: textEnd, negate: false };
      case "word":
        return { bit: wordBoundary, negate: assertion.negate };
      default:
        return { bit: this.#lookaround(assertion), negate: assertion.negate };
    }
  }

  /** What lies ahead is found by reading the text from its end, and what lies behind from its start. */
  #lookaround(assertion: AST.LookaroundAssertion): number {
    const known = this.#lookaroundBits.get(assertion);
    if (known !== undefined) return known;
    const { kind, alternatives } = assertion;
    const automaton = this.compile(alternatives, kind === "lookahead" ? "backward" : "forward");
    if (this.lookarounds.length === maximumLookarounds) {
      throw new PatternError(`looks ahead or behind more than ${maximumLookarounds} times; write fewer`);
    }
    const bit = 1 << (firstLookaround + this.lookarounds.length);
    this.lookarounds.push({ bit, backward: kind === "lookahead", automaton });
    this.#lookaroundBits.set(assertion, bit);
    return bit;
  }

  #add(steps: Step[], step: Step): number {
    this.#visit();
    steps.push(step);
    return steps.length - 1;
  }

  /** Counts also what adds no step, such as an empty group that is repeated a million times. */
  #visit(): void {
    if (++this.#visits > 2 * maximumSteps) {
      throw new PatternError(
        "is too large, as its repetitions `{..}` multiply; write smaller ones, or use maxLength",
      );
    }
  }
}
