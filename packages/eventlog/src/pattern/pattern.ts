import { RegExpParser } from "@eslint-community/regexpp";
import { AutomatonSearch } from "./automaton-search.js";
import { neverBacktracks } from "./backtracking.js";
import { hasFewWays } from "./few-ways.js";
import { PatternError } from "./pattern-error.js";

/** What looks for a match in a text. */
export interface Search {
  test(text: string): boolean;
}

const parserOptions: RegExpParser.Options = { ecmaVersion: 2025 };

/**
 * A `pattern` of a schema. Says the same of a text as `new RegExp(source, "u")`, in time that grows with the length of the
 * text and no faster: a regular expression of the language tries one way after the other, and on some texts there are more
 * ways than anybody can wait for.
 *
 * @example
 * new Pattern("^(a+)+$").test(`${"a".repeat(60)}!`); // false, at once
 */
export class Pattern {
  readonly source: string;
  readonly #search: Search;

  /** @throws {PatternError} for what is no pattern, is too large, or has no such bound */
  constructor(source: string) {
    this.source = source;
    try {
      // What this version of the language does not know is refused, whatever the parser knows.
      const expression = new RegExp(source, "u");
      const parsed = new RegExpParser(parserOptions).parsePattern(source, 0, source.length, {
        unicode: true,
      });
      const isQuick = neverBacktracks(parsed) || hasFewWays(parsed);
      this.#search = isQuick ? expression : new AutomatonSearch(parsed);
    } catch (error) {
      if (error instanceof PatternError) throw error;
      if (error instanceof RangeError) throw new PatternError("is nested too deeply");
      throw new PatternError("is no regular expression that JavaScript reads (with the flag u)");
    }
  }

  /** True where the text holds a match. @throws {TooMuchWork} */
  test(text: string): boolean {
    return this.#search.test(text);
  }

  /** The quickest that says the same: a regular expression of the language where that has no way to take long. */
  get search(): RegExp | Pattern {
    return this.#search instanceof RegExp ? this.#search : this;
  }

  /** As a regular expression shows itself; Ajv knows patterns apart by it. */
  toString(): string {
    return `/${this.source}/u`;
  }
}

/** So many patterns are remembered; those of ordinary schemas are a few. */
const maximumRemembered = 1000;
const patterns = new Map<string, Pattern>();

/** The pattern of a source: mostly the same one for all places where it stands. @throws {PatternError} */
export function patternOf(source: string): Pattern {
  let pattern = patterns.get(source);
  if (pattern === undefined) {
    pattern = new Pattern(source);
    if (patterns.size === maximumRemembered) patterns.clear();
    patterns.set(source, pattern);
  }
  return pattern;
}
