import { below } from "../../schema/pointer.js";
import { patternOf } from "../../pattern/pattern.js";
import { work } from "../../work.js";
import type { Keyword, Rule } from "../keyword.js";

type Members = Readonly<Record<string, unknown>>;

export const members: readonly Keyword<Members>[] = [
  {
    name: "properties",
    kind: "object",
    compile({ own, compiler }) {
      const rules = namesIn(own).map((name): [string, Rule] => [
        name,
        compiler.compile((own as Members)[name]),
      ]);
      return (members, path, run) => {
        for (const [name, rule] of rules) {
          if (!Object.hasOwn(members, name)) continue;
          run.evaluated.addName(name);
          run.checkBelow(rule, members[name], below(path, name));
        }
      };
    },
  },
  {
    name: "patternProperties",
    kind: "object",
    compile({ own, compiler }) {
      const rules = namesIn(own).map((source) => ({
        pattern: patternOf(source),
        rule: compiler.compile((own as Members)[source]),
      }));
      return (members, path, run) => {
        const names = Object.keys(members);
        work.spend(names.length * rules.length);
        for (const { pattern, rule } of rules) {
          for (const name of names) {
            if (!pattern.test(name)) continue;
            run.evaluated.addName(name);
            run.checkBelow(rule, members[name], below(path, name));
          }
        }
      };
    },
  },
];

/** The names that Ajv sees: all but this one. */
export function namesIn(map: unknown): string[] {
  return Object.keys((map ?? {}) as object).filter((name) => name !== "__proto__");
}
