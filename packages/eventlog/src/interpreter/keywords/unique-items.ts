import { lastEqualItems } from "../../schema/equal-items.js";
import type { Keyword } from "../keyword.js";

export const uniqueItems: Keyword<readonly unknown[]> = {
  name: "uniqueItems",
  kind: "array",
  compile({ own, fail }) {
    if (own !== true) return undefined;
    return (items, path, run) => {
      const equal = lastEqualItems(items);
      if (equal === undefined) return;
      const [j, i] = equal;
      fail(run, items, path, `must NOT have duplicate items (items ## ${j} and ${i} are identical)`, {
        i,
        j,
      });
    };
  },
};
