import { below } from "../../schema/pointer.js";
import { patternOf } from "../../pattern/pattern.js";
import type { Keyword } from "../keyword.js";
import { namesIn } from "./members.js";

type Members = Readonly<Record<string, unknown>>;

export const objects: readonly Keyword<Members>[] = [
  {
    name: "required",
    kind: "object",
    compile({ own, fail }) {
      const names = own as readonly string[];
      return (members, path, run) => {
        for (const missingProperty of names) {
          if (Object.hasOwn(members, missingProperty)) continue;
          fail(run, members, path, `must have required property '${missingProperty}'`, { missingProperty });
        }
      };
    },
  },
  {
    name: "propertyNames",
    kind: "object",
    compile({ own, compiler, fail }) {
      const rule = compiler.compile(own);
      return (members, path, run) => {
        for (const propertyName of Object.keys(members)) {
          const outer = run.propertyName;
          run.propertyName = propertyName;
          const valid = run.attempt(() => run.checkBelow(rule, propertyName, path));
          run.propertyName = outer;
          if (!valid) fail(run, members, path, "property name must be valid", { propertyName });
        }
      };
    },
  },
  {
    name: "additionalProperties",
    kind: "object",
    compile({ own, schema, compiler, fail }) {
      const declared = new Set(namesIn(schema.properties));
      const patterns = namesIn(schema.patternProperties).map(patternOf);
      const rule = compiler.saysNothing(own) ? undefined : compiler.compile(own);
      return (members, path, run) => {
        run.evaluated.addAllNames();
        if (rule === undefined) return;
        for (const name of Object.keys(members)) {
          if (declared.has(name) || patterns.some((pattern) => pattern.test(name))) continue;
          if (own !== false) run.checkBelow(rule, members[name], below(path, name));
          else fail(run, members, path, "must NOT have additional properties", { additionalProperty: name });
        }
      };
    },
  },
];
