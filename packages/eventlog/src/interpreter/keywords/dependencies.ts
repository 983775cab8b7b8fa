import type { Keyword, Rule, Site } from "../keyword.js";

type Members = Readonly<Record<string, unknown>>;

export const dependencies: Keyword<Members> = {
  name: "dependencies",
  kind: "object",
  compile(site) {
    const entries = Object.entries(site.own as Members).filter(([name]) => name !== "__proto__");
    const names = entries.filter(([, needed]) => Array.isArray(needed));
    const requires = requiredWith(names as [string, string[]][], site);
    const checks = checkedWith(
      entries.filter(([, needed]) => !Array.isArray(needed)),
      site,
    );
    return (members, path, run) => {
      requires(members, path, run);
      checks(members, path, run);
    };
  },
};

export const newDependencies: readonly Keyword<Members>[] = [
  {
    name: "dependentRequired",
    kind: "object",
    compile: (site) => requiredWith(Object.entries(site.own as Readonly<Record<string, string[]>>), site),
  },
  {
    name: "dependentSchemas",
    kind: "object",
    compile: (site) => checkedWith(Object.entries(site.own as Members), site),
  },
];

/** Names that must be there where another is. */
function requiredWith(
  entries: readonly (readonly [string, readonly string[]])[],
  { fail }: Site,
): Rule<Members> {
  return (members, path, run) => {
    for (const [property, needed] of entries) {
      if (!Object.hasOwn(members, property)) continue;
      const deps = needed.join(", ");
      const words = `must have ${needed.length === 1 ? "property" : "properties"} ${deps} when property ${property} is present`;
      for (const missingProperty of needed) {
        if (Object.hasOwn(members, missingProperty)) continue;
        fail(run, members, path, words, { property, missingProperty, depsCount: needed.length, deps });
      }
    }
  };
}

/** Schemas that look at the object where a name is there. */
function checkedWith(entries: readonly (readonly [string, unknown])[], { compiler }: Site): Rule<Members> {
  const rules = entries.map(([name, schema]) => [name, compiler.compile(schema)] as const);
  return (members, path, run) => {
    for (const [name, rule] of rules) {
      if (Object.hasOwn(members, name)) run.checkInside(rule, members, path, "valid");
    }
  };
}
