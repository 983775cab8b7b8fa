import { PatternError } from "./pattern-error.js";

/** Looking a new character up costs as many tests. */
const maximumSets = 100;
/** Characters beyond ASCII that are remembered. */
const maximumRemembered = 4096;

/**
 * The characters of a text as a pattern tells them apart: those that are in the same of its sets are one class. What is
 * in a set is asked of the language's own regular expressions, one character at a time, so that it is never different.
 */
export class CharacterClasses {
  readonly #flags: string;
  readonly #singles = new Map<number, number>();
  readonly #sets: { readonly source: string; readonly number: number; readonly expression: RegExp }[] = [];
  /** For each class, a 1 for each set that it is in. */
  readonly #members: Uint8Array[] = [];
  readonly #classes = new Map<string, number>();
  readonly #others = new Map<number, number>();
  #setCount = 0;
  /** The classes of ASCII characters; -1 where it was not looked up yet. */
  readonly ascii = new Int32Array(128).fill(-1);

  constructor(flags: string) {
    this.#flags = flags;
  }

  /** The number of the set that holds one character, and where case does not matter its other forms. */
  single(code: number, source: string): number {
    if (this.#flags.includes("i")) return this.set(source);
    const known = this.#singles.get(code);
    if (known !== undefined) return known;
    this.#singles.set(code, this.#setCount);
    return this.#setCount++;
  }

  /** The number of the set that an element such as `[a-z]`, `\p{L}` or `.` stands for. @throws {PatternError} */
  set(source: string): number {
    const known = this.#sets.find((set) => set.source === source);
    if (known !== undefined) return known.number;
    if (this.#sets.length === maximumSets) {
      throw new PatternError(`has more than ${maximumSets} different sets of characters; write fewer`);
    }
    const number = this.#setCount++;
    this.#sets.push({ source, number, expression: new RegExp(`^(?:${source})$`, this.#flags) });
    return number;
  }

  /** The class of a character. */
  classOf(code: number): number {
    if (code < 128) {
      let known = this.ascii[code] as number;
      if (known < 0) {
        known = this.#find(code);
        this.ascii[code] = known;
      }
      return known;
    }
    let known = this.#others.get(code);
    if (known === undefined) {
      known = this.#find(code);
      if (this.#others.size === maximumRemembered) this.#others.clear();
      this.#others.set(code, known);
    }
    return known;
  }

  /** Has a 1 for each set that the characters of a class are in. */
  setsOf(characterClass: number): Uint8Array {
    return this.#members[characterClass] as Uint8Array;
  }

  #find(code: number): number {
    const text = String.fromCodePoint(code);
    const sets = this.#sets.filter(({ expression }) => expression.test(text)).map(({ number }) => number);
    const single = this.#singles.get(code);
    if (single !== undefined) sets.push(single);
    const key = sets.join();
    let found = this.#classes.get(key);
    if (found === undefined) {
      found = this.#members.length;
      this.#classes.set(key, found);
      const members = new Uint8Array(this.#setCount);
      for (const set of sets) members[set] = 1;
      this.#members.push(members);
    }
    return found;
  }
}
