import { below } from "../../schema/pointer.js";
import type { DialectName, Keyword, Rule, Site } from "../keyword.js";
import type { Run } from "../run.js";

type Items = readonly unknown[];

const prefixItems: Keyword<Items> = {
  name: "prefixItems",
  kind: "array",
  compile: ({ own, compiler }) => tuple(own as unknown[], compiler),
};

const additionalItems: Keyword<Items> = {
  name: "additionalItems",
  kind: "array",
  compile(site) {
    const { items } = site.schema;
    return Array.isArray(items) ? rest(site, items.length) : undefined;
  },
};

const items: Keyword<Items> = {
  name: "items",
  kind: "array",
  compile(site) {
    const { own, schema, compiler } = site;
    if (Array.isArray(own)) return tuple(own, compiler);
    if (compiler.is2020 && Array.isArray(schema.prefixItems)) return rest(site, schema.prefixItems.length);
    const rule = compiler.compile(own);
    return (items, path, run) => checkFrom(0, rule, items, path, run);
  },
};

/** In the order in which Ajv tells of them. */
export const itemsOf: Readonly<Record<DialectName, readonly Keyword<Items>[]>> = {
  "draft-07": [additionalItems, items],
  "2020-12": [prefixItems, items],
};

/** Each element at the start has a schema of its own. */
function tuple(schemas: readonly unknown[], compiler: Site["compiler"]): Rule<Items> {
  const rules = schemas.map((schema) => compiler.compile(schema));
  return (items, path, run) => {
    const count = Math.min(rules.length, items.length);
    for (let index = 0; index < count; index++) {
      run.checkBelow(rules[index] as Rule, items[index], below(path, index));
    }
    run.evaluated.addFirstItems(rules.length);
  };
}

/** What comes after a tuple. */
function rest({ own, compiler, fail }: Site, limit: number): Rule<Items> {
  const rule = compiler.compile(own);
  return (items, path, run) => {
    if (own === false) {
      if (items.length > limit) fail(run, items, path, `must NOT have more than ${limit} items`, { limit });
      run.evaluated.addFirstItems(items.length);
    } else {
      checkFrom(limit, rule, items, path, run);
    }
  };
}

/** Checks all elements from one on. */
export function checkFrom(start: number, rule: Rule, items: Items, path: string, run: Run): void {
  for (let index = start; index < items.length; index++)
    run.checkBelow(rule, items[index], below(path, index));
  run.evaluated.addFirstItems(items.length);
}
