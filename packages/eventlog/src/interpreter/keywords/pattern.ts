import { patternOf } from "../../pattern/pattern.js";
import type { Keyword } from "../keyword.js";

export const pattern: Keyword<string> = {
  name: "pattern",
  kind: "string",
  compile({ own, fail }) {
    const pattern = patternOf(own as string);
    return (value, path, run) => {
      if (!pattern.test(value))
        fail(run, value, path, `must match pattern "${pattern.source}"`, { pattern: pattern.source });
    };
  },
};
