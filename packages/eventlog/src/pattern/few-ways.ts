import type { AST } from "@eslint-community/regexpp";

/** As many steps at each character of a text cost nothing worth speaking of. */
const maximumCost = 1000;

/** In how many ways an expression can be matched at one place, and how many characters a way takes at most. */
interface Ways {
  readonly count: number;
  readonly length: number;
}

/**
 * True where a pattern can be matched in a few ways only, so that a regular expression of the language has soon tried
 * them all: `^(start|stop)$` has two. Doubt means false.
 */
export function hasFewWays({ alternatives }: AST.Pattern): boolean {
  const { count, length } = either(alternatives);
  return count * (length + 1) <= maximumCost;
}

function either(alternatives: readonly AST.Alternative[]): Ways {
  const ways = alternatives.map(({ elements }) => elements.map(waysOf).reduce(then, { count: 1, length: 0 }));
  return {
    count: ways.reduce((sum, { count }) => sum + count, 0),
    length: Math.max(...ways.map(({ length }) => length)),
  };
}

function then(left: Ways, right: Ways): Ways {
  return { count: left.count * right.count, length: left.length + right.length };
}

function waysOf(element: AST.Element): Ways {
  switch (element.type) {
    case "Character":
    case "CharacterClass":
    case "CharacterSet":
      return { count: 1, length: 1 };
    case "Group":
    case "CapturingGroup":
      return either(element.alternatives);
    case "Quantifier":
      return repeated(element);
    case "Assertion":
      return {
        count: element.kind === "start" || element.kind === "end" ? 1 : Number.POSITIVE_INFINITY,
        length: 0,
      };
    default:
      return { count: Number.POSITIVE_INFINITY, length: 0 };
  }
}

function repeated({ element, min, max }: AST.Quantifier): Ways {
  const { count, length } = waysOf(element);
  if (max * (length + 1) > maximumCost) return { count: Number.POSITIVE_INFINITY, length: 0 };
  let sum = 0;
  for (let times = min; times <= max; times++) sum += count ** times;
  return { count: sum, length: length * max };
}
