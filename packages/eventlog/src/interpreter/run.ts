import { Evaluated } from "./evaluated.js";
import type { Fault } from "./fault.js";
import type { Rule } from "./keyword.js";

/** Thrown to end a run that has found as many faults as were asked for. */
export class EnoughFaults extends Error {}

/** One check of one value: what was found so far. */
export class Run {
  readonly faults: Fault[] = [];
  /** What keywords have looked at of the value under check. */
  evaluated = new Evaluated();
  /** The schemas that `$dynamicRef`s mean, by their anchors. */
  readonly dynamicAnchors = new Map<string, Rule>();
  /** The name that is under check in place of a value. */
  propertyName: string | undefined;
  readonly #enough: number;
  #attempts = 0;

  /** @param enough after so many faults the run ends */
  constructor(enough: number) {
    this.#enough = enough;
  }

  add(fault: Fault): void {
    this.faults.push(this.propertyName === undefined ? fault : { ...fault, propertyName: this.propertyName });
    // What an attempt finds may be forgotten again.
    if (this.#attempts === 0 && this.faults.length >= this.#enough) throw new EnoughFaults();
  }

  /** Checks a member or element; what is looked at of it is its own affair. @returns whether it is valid */
  checkBelow<Value>(rule: Rule<Value>, value: Value, path: string): boolean {
    const before = this.faults.length;
    const { evaluated } = this;
    this.evaluated = new Evaluated();
    rule(value, path, this);
    this.evaluated = evaluated;
    return this.faults.length === before;
  }

  /**
   * Checks the same value by another schema, which sees nothing of what was looked at around it.
   *
   * @param counts whether what it looks at counts for the schema around it: `valid` where it finds no fault
   * @returns whether it found no fault
   */
  checkInside(rule: Rule, value: unknown, path: string, counts: "always" | "valid" | "never"): boolean {
    const before = this.faults.length;
    const { evaluated } = this;
    this.evaluated = new Evaluated();
    rule(value, path, this);
    const inside = this.evaluated;
    this.evaluated = evaluated;
    const valid = this.faults.length === before;
    if (counts === "always" || (counts === "valid" && valid)) evaluated.add(inside);
    return valid;
  }

  /** Does something whose faults may be forgotten afterwards. */
  attempt<Result>(task: () => Result): Result {
    this.#attempts++;
    const result = task();
    this.#attempts--;
    return result;
  }

  /** Forgets all but the first faults. */
  forget(count: number): void {
    this.faults.length = count;
  }
}
