import { describe, expect, it } from "vitest";
import { terminalsObserver } from "../../src/index.js";
import { exchangeOfCall, foreignCalls, oddBodies } from "./calls.js";
import { terminalActions } from "./terminal-calls.js";

describe("terminalsObserver", () => {
  it.each(terminalActions)("records $title", (call) => {
    expect(terminalsObserver.observe(exchangeOfCall(call))).toStrictEqual([
      {
        schema: "eventlogging.jupyter.org/jupyter_server/terminal-actions",
        version: 1,
        event: call.event,
      },
    ]);
  });

  it.each([
    ...foreignCalls("terminals"),
    "POST api/terminals 500",
    "POST api/terminals/1 200",
    "DELETE api/terminals/1 404",
    "GET api/terminals/1/log 200",
  ])("gives no event for %s", (call) => {
    const exchange = exchangeOfCall({ title: "", call, responseBody: { name: "1" } });
    expect(terminalsObserver.observe(exchange)).toEqual([]);
  });

  it.each(oddBodies)("gives no event for a start that is answered with %j", (responseBody) => {
    const exchange = exchangeOfCall({ title: "", call: "POST api/terminals 200", responseBody });
    expect(terminalsObserver.observe(exchange)).toEqual([]);
  });
});
