import { describe, expect, it } from "vitest";
import { sessionsObserver } from "../../src/index.js";
import { exchangeOfCall, foreignCalls, oddBodies } from "./calls.js";
import { sessionActions } from "./session-calls.js";

describe("sessionsObserver", () => {
  it.each(sessionActions)("records $title", (call) => {
    expect(sessionsObserver.observe(exchangeOfCall(call))).toStrictEqual([
      {
        schema: "eventlogging.jupyter.org/jupyter_server/session-actions",
        version: 1,
        event: call.event,
      },
    ]);
  });

  it.each([
    ...foreignCalls("sessions"),
    "POST api/sessions 501",
    "POST api/sessions 200",
    "PATCH api/sessions 200",
    "PATCH api/sessions/1 400",
    "DELETE api/sessions/1 410",
    "GET api/sessions/1/kernel 200",
  ])("gives no event for %s", (call) => {
    const responseBody = { id: "1", kernel: { id: "2" } };
    expect(sessionsObserver.observe(exchangeOfCall({ title: "", call, responseBody }))).toEqual([]);
  });

  it.each(oddBodies)("does not stumble over %j", (body) => {
    for (const call of ["POST api/sessions 201", "GET api/sessions/1 200", "PATCH api/sessions/1 200"]) {
      const exchange = exchangeOfCall({ title: "", call, responseBody: body, priorState: body });
      expect(sessionsObserver.observe(exchange)).toEqual([]);
    }
    const deletion = exchangeOfCall({ title: "", call: "DELETE api/sessions/1 204", priorState: body });
    expect(sessionsObserver.observe(deletion)[0]?.event.session).toEqual({ id: "1" });
  });
});
