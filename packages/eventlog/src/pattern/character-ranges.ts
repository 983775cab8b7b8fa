import type { AST } from "@eslint-community/regexpp";

/** Characters as ranges of code points, both ends included. */
export type Ranges = readonly (readonly [first: number, last: number])[];

const last = 0x10ffff;
const everything: Ranges = [[0, last]];
const digits: Ranges = [[0x30, 0x39]];
const words: Ranges = [...digits, [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]];
const lineEnds: Ranges = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];
const asciiSpaces: Ranges = [
  [0x09, 0x0d],
  [0x20, 0x20],
];

/** At least the characters that an element takes: where it is not worth knowing exactly, more of them. */
export function rangesOf(element: AST.Character | AST.CharacterSet | AST.CharacterClass): Ranges {
  if (element.type === "Character") return [[element.value, element.value]];
  if (element.type === "CharacterSet") return rangesOfSet(element);
  const parts = (element as AST.ClassRangesCharacterClass).elements;
  // What is too much inside would be too little outside.
  if (element.negate && parts.some(isRough)) return everything;
  const inside = parts.flatMap((part) =>
    part.type === "CharacterClassRange" ? [[part.min.value, part.max.value] as const] : rangesOf(part),
  );
  return element.negate ? complement(inside) : inside;
}

/** True where no character is in both. */
export function disjoint(left: Ranges, right: Ranges): boolean {
  return left.every(([from, to]) => right.every(([first, last]) => to < first || last < from));
}

function isRough(part: AST.Node): boolean {
  return part.type === "CharacterSet" && (part.kind === "space" || part.kind === "property");
}

function rangesOfSet(set: AST.CharacterSet): Ranges {
  switch (set.kind) {
    case "any":
      return complement(lineEnds);
    case "digit":
      return set.negate ? complement(digits) : digits;
    case "word":
      return set.negate ? complement(words) : words;
    case "space":
      return set.negate ? complement(asciiSpaces) : [...asciiSpaces, [0xa0, last]];
    default:
      return everything;
  }
}

function complement(ranges: Ranges): Ranges {
  const outside: [number, number][] = [];
  let from = 0;
  for (const [first, end] of ranges.toSorted(([left], [right]) => left - right)) {
    if (from < first) outside.push([from, first - 1]);
    from = Math.max(from, end + 1);
  }
  if (from <= last) outside.push([from, last]);
  return outside;
}
