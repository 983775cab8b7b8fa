import { listedValues } from "../../schema/listed-values.js";
import type { Keyword } from "../keyword.js";

export const values: readonly Keyword<unknown>[] = [
  {
    name: "const",
    compile({ own, fail }) {
      const allows = listedValues([own]);
      return (value, path, run) => {
        if (!allows(value)) fail(run, value, path, "must be equal to constant", { allowedValue: own });
      };
    },
  },
  {
    name: "enum",
    compile({ own, fail }) {
      const allowedValues = own as readonly unknown[];
      const allows = listedValues(allowedValues);
      return (value, path, run) => {
        if (allows(value)) return;
        fail(run, value, path, "must be equal to one of the allowed values", { allowedValues });
      };
    },
  },
];
