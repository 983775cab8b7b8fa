import type { AST } from "@eslint-community/regexpp";
import { disjoint, type Ranges, rangesOf } from "./character-ranges.js";

/** Elements that a pattern may have, to be looked at pair by pair. */
const maximumElements = 64;

/** What an expression may begin with and end with, as positions: elements that take a character. */
interface Part {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly canBeEmpty: boolean;
}

/** There is more than one way to the same place, or we cannot tell. */
class Ambiguous extends Error {}

/**
 * True where a pattern begins at the start of the text and the next character always says which way to go: then there is
 * nothing to go back to, and a regular expression of the language is as quick as can be. Doubt means false.
 *
 * The positions of an expression that may follow each other are those of Glushkov's automaton. Here two ways to the same
 * position count as two, as backtracking tries both.
 */
export function neverBacktracks({ alternatives }: AST.Pattern): boolean {
  const [only] = alternatives;
  if (alternatives.length !== 1 || only === undefined) return false;
  const [start, ...rest] = only.elements;
  if (start?.type !== "Assertion" || start.kind !== "start") return false;
  const end = rest.at(-1);
  if (end?.type === "Assertion" && end.kind === "end") rest.pop();
  try {
    new Positions().sequence(rest);
    return true;
  } catch (error) {
    if (error instanceof Ambiguous) return false;
    throw error;
  }
}

const nothing: Part = { first: [], last: [], canBeEmpty: true };

class Positions {
  readonly #characters: Ranges[] = [];
  readonly #following: Set<number>[] = [];

  sequence(elements: readonly AST.Element[]): Part {
    return elements.reduce((part, element) => this.#then(part, this.#element(element)), nothing);
  }

  #element(element: AST.Element): Part {
    switch (element.type) {
      case "Character":
      case "CharacterClass":
      case "CharacterSet":
        return this.#position(rangesOf(element as AST.Character | AST.CharacterSet | AST.CharacterClass));
      case "Group":
      case "CapturingGroup":
        return this.#either(element.alternatives.map(({ elements }) => this.sequence(elements)));
      case "Quantifier":
        return this.#repeated(element);
      default:
        throw new Ambiguous();
    }
  }

  #position(characters: Ranges): Part {
    const number = this.#characters.length;
    if (number === maximumElements) throw new Ambiguous();
    this.#characters.push(characters);
    this.#following.push(new Set());
    return { first: [number], last: [number], canBeEmpty: false };
  }

  #then(left: Part, right: Part): Part {
    for (const number of left.last) this.#follow(number, right.first);
    if (left.canBeEmpty) this.#apart(left.first, right.first);
    return {
      first: left.canBeEmpty ? [...left.first, ...right.first] : left.first,
      last: right.canBeEmpty ? [...left.last, ...right.last] : right.last,
      canBeEmpty: left.canBeEmpty && right.canBeEmpty,
    };
  }

  #either(parts: readonly Part[]): Part {
    if (parts.filter(({ canBeEmpty }) => canBeEmpty).length > 1) throw new Ambiguous();
    return parts.reduce((left, right) => {
      this.#apart(left.first, right.first);
      return {
        first: [...left.first, ...right.first],
        last: [...left.last, ...right.last],
        canBeEmpty: left.canBeEmpty || right.canBeEmpty,
      };
    });
  }

  /** A count between two limits has no more ways than one without: each is among those that are looked at here. */
  #repeated({ element, min, max }: AST.Quantifier): Part {
    const part = this.#element(element);
    if (part.canBeEmpty) throw new Ambiguous();
    if (max > 1) for (const number of part.last) this.#follow(number, part.first);
    return { ...part, canBeEmpty: min === 0 };
  }

  #follow(number: number, next: readonly number[]): void {
    const following = this.#following[number] as Set<number>;
    this.#apart([...following], next);
    for (const position of next) following.add(position);
  }

  /** @throws {Ambiguous} where a character could lead to either */
  #apart(left: readonly number[], right: readonly number[]): void {
    for (const one of left) {
      for (const other of right) {
        const [characters, others] = [this.#characters[one] as Ranges, this.#characters[other] as Ranges];
        if (!disjoint(characters, others)) throw new Ambiguous();
      }
    }
  }
}
