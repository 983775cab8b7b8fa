import type { AST } from "@eslint-community/regexpp";
import type { Automaton } from "./automaton.js";
import { CharacterClasses } from "./character-classes.js";
import { Compiler } from "./compiler.js";
import { type Lookaround, textEnd, textStart, wordBoundary } from "./program.js";

/** Looks for a match of a pattern with automata: its own, after those of the lookarounds in it have had their pass. */
export class AutomatonSearch {
  readonly #automaton: Automaton;
  readonly #lookarounds: readonly Lookaround[];
  readonly #isPlain: boolean;

  /**
   * @param flags `u`, or `iu` where upper and lower case are the same
   * @throws {PatternError} for what automata cannot do
   */
  constructor({ alternatives }: AST.Pattern, flags = "u") {
    const compiler = new Compiler(new CharacterClasses(flags));
    this.#automaton = compiler.compile(alternatives, "forward");
    this.#lookarounds = compiler.lookarounds;
    this.#isPlain = this.#automaton.isPlain;
  }

  /** True where the text holds a match. @throws {TooMuchWork} */
  test(text: string): boolean {
    if (this.#isPlain) return this.#automaton.finds(text);
    const positions = boundariesIn(text);
    for (const { automaton, backward, bit } of this.#lookarounds) {
      automaton.walk(text, positions, backward, (at) => {
        positions[at] = (positions[at] as number) | bit;
        return false;
      });
    }
    let found = false;
    this.#automaton.walk(text, positions, false, () => {
      found = true;
      return true;
    });
    return found;
  }
}

/** What is true of each position of a text, but for lookarounds. */
function boundariesIn(text: string): Uint32Array {
  const positions = new Uint32Array(text.length + 1);
  let before = false;
  for (let at = 0; at <= text.length; at++) {
    const after = at < text.length && isWordCharacter(text.charCodeAt(at));
    if (before !== after) positions[at] = wordBoundary;
    before = after;
  }
  positions[0] = (positions[0] as number) | textStart;
  positions[text.length] = (positions[text.length] as number) | textEnd;
  return positions;
}

function isWordCharacter(code: number): boolean {
  const isDigit = code >= 48 && code <= 57;
  return isDigit || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}
