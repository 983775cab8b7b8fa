import { expect, it } from "vitest";
import { observe, observers } from "../../src/index.js";
import { checkpointActions, contentsActions, exchangeOf, noActions } from "./exchanges.js";

it("knows each observer under a name of its own", () => {
  expect(observers.map(({ name }) => name)).toEqual(["contents", "checkpoints"]);
});

it.each([...contentsActions, ...checkpointActions])("records one action for $title", (example) => {
  const events = observe(exchangeOf(example)).map(({ event }) => event);
  expect(events.length).toBeGreaterThan(0);
  for (const event of events) expect(event).toEqual(example.event);
});

it.each(noActions)("records nothing for $title", (example) => {
  expect(observe(exchangeOf(example))).toEqual([]);
});
