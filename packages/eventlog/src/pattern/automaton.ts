import { work } from "../work.js";
import type { CharacterClasses } from "./character-classes.js";
import { type Step, textEnd, textStart } from "./program.js";

/** Steps that may be under way at each character and count as no work: an ordinary pattern has a few. */
const freeSteps = 16;
/** How many step numbers an automaton remembers, over all its states. */
const maximumRemembered = 100_000;

/** The steps that may come next, wherever in the text that is. */
interface State {
  readonly steps: readonly number[];
  /** By the bits that hold at the position. */
  readonly closures: (Closure | undefined)[];
}

/** What a state comes to at a position where certain guards hold. */
interface Closure {
  readonly accepting: boolean;
  /** The steps that wait for a character. */
  readonly waiting: readonly number[];
  readonly charge: number;
  /** By the class of the character. */
  readonly next: (State | undefined)[];
}

/**
 * Runs all ways through a program at once, so that a text takes as many turns as it has characters, whatever the
 * pattern. Which steps are under way together is worked out when it first happens, and remembered. (Thompson 1968; the
 * same idea as in RE2.)
 */
export class Automaton {
  readonly #program: readonly Step[];
  readonly #start: number;
  readonly #classes: CharacterClasses;
  readonly #usedBits: number;
  /** True where a match can begin at the start of the text only. */
  readonly #anchored: boolean;
  #states = new Map<string, State>();
  #remembered = 0;
  /** When a step was reached last; quicker than a set of them. */
  readonly #rounds: Uint32Array;
  #round = 0;
  readonly #initial: State;

  constructor(program: readonly Step[], start: number, classes: CharacterClasses) {
    this.#program = program;
    this.#start = start;
    this.#classes = classes;
    this.#rounds = new Uint32Array(program.length);
    this.#usedBits = program.reduce((bits, step) => (step.kind === "guard" ? bits | step.bit : bits), 0);
    const elsewhere = this.#reach([start], (step) => step.bit !== textStart || step.negate);
    this.#anchored = !elsewhere.some(
      (step) => program[step]?.kind !== "guard" && program[step]?.kind !== "split",
    );
    this.#initial = { steps: [start], closures: [] };
  }

  /** True where it asks of positions nothing but whether they are the start or the end. */
  get isPlain(): boolean {
    return (this.#usedBits & ~(textStart | textEnd)) === 0;
  }

  /** True where the text holds a match. For automata that are plain. @throws {TooMuchWork} */
  finds(text: string): boolean {
    const { ascii } = this.#classes;
    const { length } = text;
    const end = textEnd & this.#usedBits;
    let closure = this.#closureOf(this.#initial, (textStart | (length === 0 ? textEnd : 0)) & this.#usedBits);
    for (let at = 0; !closure.accepting; ) {
      if (at === length || (this.#anchored && closure.waiting.length === 0)) return false;
      if (closure.charge > 0) work.spend(closure.charge);
      let code = text.charCodeAt(at);
      let known = -1;
      if (code < 128) {
        known = ascii[code] as number;
        at++;
      } else {
        code = text.codePointAt(at) as number;
        at += code > 0xffff ? 2 : 1;
      }
      if (known < 0) known = this.#classes.classOf(code);
      const state = closure.next[known] ?? this.#advance(closure, known);
      const bits = at === length ? end : 0;
      closure = state.closures[bits] ?? this.#closureOf(state, bits);
    }
    return true;
  }

  /**
   * Walks through a text.
   *
   * @param positions the bits that hold at each position
   * @param visit is told of each position where a match ends; it may end the walk by returning true
   * @throws {TooMuchWork}
   */
  walk(text: string, positions: Uint32Array, backward: boolean, visit: (at: number) => boolean): void {
    const last = backward ? 0 : text.length;
    let state = this.#initial;
    for (let at = backward ? text.length : 0; ; ) {
      const bits = (positions[at] as number) & this.#usedBits;
      const closure = state.closures[bits] ?? this.#closureOf(state, bits);
      if (closure.accepting && visit(at)) return;
      if (at === last) return;
      if (closure.charge > 0) work.spend(closure.charge);
      const code = backward ? codePointBefore(text, at) : (text.codePointAt(at) as number);
      const known = this.#classes.classOf(code);
      state = closure.next[known] ?? this.#advance(closure, known, backward);
      at += (code > 0xffff ? 2 : 1) * (backward ? -1 : 1);
    }
  }

  #closureOf(state: State, bits: number): Closure {
    const known = state.closures[bits];
    if (known !== undefined) return known;
    const reached = this.#reach(state.steps, ({ bit, negate }) => ((bits & bit) !== 0) !== negate);
    const closure: Closure = {
      accepting: reached.some((step) => this.#program[step]?.kind === "accept"),
      waiting: reached.filter((step) => this.#program[step]?.kind === "character"),
      charge: Math.max(0, reached.length - freeSteps),
      next: [],
    };
    this.#remembered += closure.waiting.length + 1;
    state.closures[bits] = closure;
    return closure;
  }

  /** All steps that can be reached without taking a character, where a guard lets through. */
  #reach(from: readonly number[], passes: (guard: Step & { kind: "guard" }) => boolean): number[] {
    const reached: number[] = [];
    const round = this.#nextRound();
    const add = (number: number) => {
      if (this.#rounds[number] === round) return;
      this.#rounds[number] = round;
      reached.push(number);
    };
    for (const number of from) add(number);
    for (let index = 0; index < reached.length; index++) {
      const step = this.#program[reached[index] as number] as Step;
      if (step.kind === "split") {
        add(step.next);
        add(step.other);
      } else if (step.kind === "guard" && passes(step)) add(step.next);
    }
    return reached;
  }

  #advance(closure: Closure, characterClass: number, backward = false): State {
    const steps: number[] = [];
    const round = this.#nextRound();
    const members = this.#classes.setsOf(characterClass);
    for (const number of closure.waiting) {
      const { set, next } = this.#program[number] as Step & { kind: "character" };
      if (members[set] !== 1 || this.#rounds[next] === round) continue;
      this.#rounds[next] = round;
      steps.push(next);
    }
    if ((backward || !this.#anchored) && this.#rounds[this.#start] !== round) steps.push(this.#start);
    const state = this.#remember(steps);
    closure.next[characterClass] = state;
    return state;
  }

  #nextRound(): number {
    if (this.#round === 0xffffffff) {
      this.#rounds.fill(0);
      this.#round = 0;
    }
    return ++this.#round;
  }

  /** The same state for the same steps. What would grow without end is forgotten and worked out anew. */
  #remember(steps: readonly number[]): State {
    const key = String.fromCharCode(...steps);
    let state = this.#states.get(key);
    if (state === undefined) {
      if (this.#remembered > maximumRemembered) {
        this.#states = new Map();
        this.#remembered = 0;
        this.#initial.closures.length = 0;
      }
      state = { steps, closures: [] };
      this.#states.set(key, state);
      this.#remembered += steps.length + 1;
    }
    return state;
  }
}

function codePointBefore(text: string, at: number): number {
  const unit = text.charCodeAt(at - 1);
  if (unit < 0xdc00 || unit > 0xdfff || at < 2) return unit;
  const pair = text.codePointAt(at - 2) as number;
  return pair > 0xffff ? pair : unit;
}
