import { MemoryHandler } from "@daybook/eventlog";
import { expect, test } from "vitest";
import { handlerChanges } from "../../src/serve/handler-changes.js";

const handler = (label: string, options: object = {}) => ({
  handler: new MemoryHandler(),
  route: {},
  description: { class: label, ...options },
  place: [],
  label,
});

function changes(before: ReturnType<typeof handler>[], after: ReturnType<typeof handler>[]) {
  const { kept, removed, added, replaced } = handlerChanges(before, after);
  return {
    kept: kept.map(({ label }) => label),
    removed: removed.map(({ label }) => label),
    added: added.map(({ label }) => label),
    replaced: replaced.map(({ old, next }) => `${old.label} by ${next.label}`),
  };
}

const none = { kept: [], removed: [], added: [], replaced: [] };

test("what is described in the same words stays, wherever it stands now", () => {
  const before = [handler("a"), handler("b")];
  const after = [handler("b"), handler("a")];
  expect(changes(before, after)).toEqual({ ...none, kept: ["a", "b"] });
  expect(handlerChanges(before, after).kept.map((one) => one.handler)).toEqual(
    before.map((one) => one.handler),
  );
});

test("of the others, the one of the same name takes the place, else the one that comes next", () => {
  const before = [handler("a"), handler("b"), handler("c")];
  const after = [handler("d"), handler("c", { new: 1 }), handler("a")];
  expect(changes(before, after)).toEqual({ ...none, kept: ["a"], replaced: ["c by c", "b by d"] });
});

test("what is left on one side is removed or added", () => {
  expect(changes([handler("a"), handler("b")], [])).toEqual({ ...none, removed: ["a", "b"] });
  expect(changes([], [handler("a")])).toEqual({ ...none, added: ["a"] });
});
