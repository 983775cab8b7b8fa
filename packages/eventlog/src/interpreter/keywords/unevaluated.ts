import { below } from "../../schema/pointer.js";
import type { Keyword } from "../keyword.js";

const unevaluatedProperties: Keyword<Readonly<Record<string, unknown>>> = {
  name: "unevaluatedProperties",
  kind: "object",
  compile({ own, compiler, fail }) {
    const rule = compiler.compile(own);
    return (members, path, run) => {
      for (const name of Object.keys(members)) {
        if (run.evaluated.hasName(name)) continue;
        if (own !== false) run.checkBelow(rule, members[name], below(path, name));
        else fail(run, members, path, "must NOT have unevaluated properties", { unevaluatedProperty: name });
      }
      run.evaluated.addAllNames();
    };
  },
};

const unevaluatedItems: Keyword<readonly unknown[]> = {
  name: "unevaluatedItems",
  kind: "array",
  compile({ own, compiler, fail }) {
    const rule = compiler.compile(own);
    return (items, path, run) => {
      const others = [...items.keys()].filter((index) => !run.evaluated.hasItem(index));
      const [limit] = others;
      if (own !== false) for (const index of others) run.checkBelow(rule, items[index], below(path, index));
      else if (limit !== undefined)
        fail(run, items, path, `must NOT have more than ${limit} items`, { limit });
      run.evaluated.addFirstItems(items.length);
    };
  },
};

/** They come last, when all others have looked. */
export const unevaluated: readonly Keyword[] = [unevaluatedProperties, unevaluatedItems];
