import fc from "fast-check";
import { expect, test } from "vitest";
import { RecentIds } from "../../src/executions/recent-ids.js";

test("the last ids are known, and the oldest forgotten; one that comes again is the newest", () => {
  const ids = new RecentIds(2);
  for (const id of ["a", "b", "a", "c"]) ids.add(id);
  expect(["a", "b", "c"].filter((id) => ids.has(id))).toEqual(["a", "c"]);
});

test("whatever comes in whatever order, the last different ones are known", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 200 }),
      fc.integer({ min: 1, max: 8 }),
      (row, limit) => {
        const ids = new RecentIds(limit);
        for (const id of row) ids.add(`${id}`);
        const last = [...new Set(row.toReversed())].slice(0, limit);
        for (let id = 0; id <= 12; id++) expect(ids.has(`${id}`)).toBe(last.includes(id));
      },
    ),
  );
});
