import { expect, test } from "vitest";
import { mediaTypeOf } from "../src/index.js";

test.each([
  ["results/tides.csv", "text/csv"],
  ["A.CSV", "text/csv"],
  ["a.ipynb", "application/x-ipynb+json"],
  ["a.py", "text/x-python"],
  ["csv", undefined],
  ["folder.csv/data", undefined],
  ["a.no-such-extension", undefined],
  ["", undefined],
])("%s is of the type %s", (path, type) => expect(mediaTypeOf(path)).toBe(type));
