import type { Keyword } from "../keyword.js";

/** What `$dynamicRef` means is settled while checking. */
export const dynamicReferences: readonly Keyword<unknown>[] = [
  {
    name: "$dynamicAnchor",
    compile({ own, schema, compiler }) {
      return (_value, _path, run) => {
        // The outermost one is meant.
        if (!run.dynamicAnchors.has(own as string))
          run.dynamicAnchors.set(own as string, compiler.compile(schema));
      };
    },
  },
  {
    name: "$dynamicRef",
    compile({ own, schema, compiler }) {
      const fallback = compiler.resolve(schema, "$dynamicRef");
      const anchor = (own as string).slice(1);
      return (value, path, run) => {
        run.checkInside(run.dynamicAnchors.get(anchor) ?? fallback, value, path, "valid");
      };
    },
  },
];

export const reference: Keyword<unknown> = {
  name: "$ref",
  compile({ schema, compiler }) {
    const rule = compiler.resolve(schema, "$ref");
    return (value, path, run) => {
      run.checkInside(rule, value, path, "valid");
    };
  },
};
