import { below } from "../../schema/pointer.js";
import type { Keyword } from "../keyword.js";

export const contains: Keyword<readonly unknown[]> = {
  name: "contains",
  kind: "array",
  compile({ own, schema, compiler, fail }) {
    const min = compiler.is2020 && typeof schema.minContains === "number" ? schema.minContains : 1;
    const max = compiler.is2020 ? (schema.maxContains as number | undefined) : undefined;
    if (max === undefined && min === 0) return undefined;
    const rule = compiler.compile(own);
    const most = max ?? Number.POSITIVE_INFINITY;
    const params = max === undefined ? { minContains: min } : { minContains: min, maxContains: max };
    const upper = max === undefined ? "" : ` and no more than ${max}`;
    const message = `must contain at least ${min}${upper} valid item(s)`;
    // Ajv finds these two out beforehand.
    const isImpossible = min > most;
    const everyItemCounts = compiler.saysNothing(own);
    return (items, path, run) => {
      if (isImpossible || (everyItemCounts && (items.length < min || items.length > most))) {
        fail(run, items, path, message, params);
        return;
      }
      if (everyItemCounts) {
        run.evaluated.addFirstItems(items.length);
        return;
      }
      const before = run.faults.length;
      let count = 0;
      run.attempt(() => {
        for (let index = 0; index < items.length; index++) {
          if (!run.checkBelow(rule, items[index], below(path, index))) continue;
          run.evaluated.addItem(index);
          if (++count > most) return;
        }
      });
      if (count >= min && count <= most) run.forget(before);
      else fail(run, items, path, message, params);
    };
  },
};

/** They stand with `contains`; on their own they say nothing. */
export const containsLimits: readonly Keyword<readonly unknown[]>[] = ["minContains", "maxContains"].map(
  (name) => ({
    name,
    kind: "array",
    compile: () => undefined,
  }),
);
