import { describe, expect, it } from "vitest";
import { checkpointsObserver } from "../../src/index.js";
import { checkpointActions, contentsActions, exchangeOf, noActions } from "./exchanges.js";

describe("checkpointsObserver", () => {
  it.each(checkpointActions)("records $title", (example) => {
    expect(checkpointsObserver.observe(exchangeOf(example))).toStrictEqual([
      {
        schema: "eventlogging.jupyter.org/jupyter_server/checkpoint-actions",
        version: 1,
        event: example.event,
      },
    ]);
  });

  it.each([...noActions, ...contentsActions])("gives no event for $title", (example) => {
    expect(checkpointsObserver.observe(exchangeOf(example))).toEqual([]);
  });

  it.each([
    undefined,
    null,
    [],
    "checkpoint",
    { id: 1 },
  ])("gives no event where the answer is %j", (response) => {
    const exchange = exchangeOf({ title: "", call: "POST /a/checkpoints 201", response });
    expect(checkpointsObserver.observe(exchange)).toEqual([]);
  });
});
