import type { Keyword } from "../keyword.js";

const comparisons: readonly [name: string, sign: string, fails: (value: number, limit: number) => boolean][] =
  [
    ["maximum", "<=", (value, limit) => value > limit],
    ["minimum", ">=", (value, limit) => value < limit],
    ["exclusiveMaximum", "<", (value, limit) => value >= limit],
    ["exclusiveMinimum", ">", (value, limit) => value <= limit],
  ];

export const numbers: readonly Keyword<number>[] = [
  ...comparisons.map(
    ([name, comparison, fails]): Keyword<number> => ({
      name,
      kind: "number",
      compile({ own, fail }) {
        const limit = own as number;
        return (value, path, run) => {
          if (fails(value, limit))
            fail(run, value, path, `must be ${comparison} ${limit}`, { comparison, limit });
        };
      },
    }),
  ),
  {
    name: "multipleOf",
    kind: "number",
    compile({ own, fail }) {
      const multipleOf = own as number;
      return (value, path, run) => {
        const quotient = value / multipleOf;
        // As Ajv has it, also where the quotient is so large that it is written with an exponent.
        if (quotient === Number.parseInt(String(quotient), 10)) return;
        fail(run, value, path, `must be multiple of ${multipleOf}`, { multipleOf });
      };
    },
  },
];
