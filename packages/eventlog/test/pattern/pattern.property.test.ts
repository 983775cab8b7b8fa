import fc from "fast-check";
import { expect, test } from "vitest";
import { RegExpParser } from "@eslint-community/regexpp";
import { AutomatonSearch } from "../../src/pattern/automaton-search.js";

/** Characters that patterns and texts share, so that they meet: also halves of pairs, and what `u` treats otherwise. */
const characters = [
  "a",
  "b",
  "A",
  "0",
  "_",
  "-",
  ".",
  "\n",
  "\u2028",
  "é",
  "😀",
  "\ud83d",
  "\ude00",
  "ſ",
  "K",
];
const atoms = [
  ...["a", "b", "A", "0", "_", "-", "é", "😀", "\\ud83d", "\\u{1f600}", "\\n", "\\x61", "\\.", "ſ"],
  ...[".", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\p{L}", "\\P{Lu}", "\\p{Script=Greek}"],
  ...[
    "[ab]",
    "[^a]",
    "[a-z0-9]",
    "[^\\w-]",
    "[\\d\\-.]",
    "[😀é]",
    "[^😀]",
    "[]",
    "[^]",
    "[\\u{1f600}-\\u{1f610}]",
  ],
];

const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(...atoms),
    fc.constantFrom("^", "$", "\\b", "\\B", ""),
    fc.tuple(tie("pattern"), tie("pattern")).map(([left, right]) => left + right),
    fc.tuple(tie("pattern"), tie("pattern"), tie("pattern")).map((parts) => parts.join("")),
    fc.tuple(tie("pattern"), tie("pattern")).map(([left, right]) => `(?:${left}|${right})`),
    fc
      .tuple(
        tie("pattern"),
        fc.constantFrom("*", "+", "?", "*?", "+?", "??", "{2}", "{0}", "{1,3}", "{2,}", "{0,2}?"),
      )
      .map(([inner, quantifier]) => `(${inner})${quantifier}`),
    fc.tuple(fc.constantFrom("?=", "?!", "?<=", "?<!", "?<name>"), tie("pattern")).map(([kind, inner]) => {
      // A name may stand once only.
      return kind === "?<name>" ? `(${inner})` : `(${kind}${inner})`;
    }),
  ),
}));
const text = fc.oneof(
  fc.array(fc.constantFrom(...characters), { maxLength: 8 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 6 }),
);
/** A search of its own accord would also begin between the halves of a pair, which the language's definition rules out. */
function matchesSomewhere(sticky: RegExp, text: string): boolean {
  for (let at = 0; at <= text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) {
    sticky.lastIndex = at;
    if (sticky.test(text)) return true;
  }
  return false;
}

const seed = Number(process.env.DAYBOOK_SEED ?? 7);

test("an automaton says of every text what a regular expression says", () => {
  const counts = { true: 0, false: 0 };
  fc.assert(
    fc.property(pattern, fc.array(text, { minLength: 12, maxLength: 12 }), (source, texts) => {
      const own = new AutomatonSearch(
        new RegExpParser().parsePattern(source, 0, source.length, { unicode: true }),
      );
      const native = new RegExp(source, "uy");
      for (const text of texts) {
        const expected = matchesSomewhere(native, text);
        counts[`${expected}`]++;
        if (own.test(text) !== expected) {
          throw new Error(`/${source}/u on ${JSON.stringify(text)} is ${expected}`);
        }
      }
    }),
    { seed, numRuns: Number(process.env.DAYBOOK_PATTERNS ?? 2000) },
  );
  expect(Math.min(counts.true, counts.false)).toBeGreaterThan(2000);
});
