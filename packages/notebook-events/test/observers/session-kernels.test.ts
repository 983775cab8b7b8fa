import { describe, expect, it } from "vitest";
import { type Exchange, sessionKernelsObserver } from "../../src/index.js";
import { exchangeOfCall, foreignCalls, oddBodies } from "./calls.js";

const session = (kernel: string) => ({ id: "1", path: "a.ipynb", kernel: { id: kernel, name: "python3" } });
const event = (action: string, kernel: string, status_code: number) => ({
  schema: "https://events.jupyter.org/jupyter_server/kernel_actions/v1",
  version: "1",
  event: {
    action,
    kernel_id: kernel,
    kernel_name: "python3",
    status: "success",
    status_code,
    msg: `Kernel ${kernel} was ${action === "start" ? "started" : "shut down"}.`,
  },
});
const asked = { kernel: { id: "b" } };

describe("sessionKernelsObserver", () => {
  it.each([
    ["a session opened", "POST api/sessions 201", { responseBody: session("a") }, [event("start", "a", 201)]],
    [
      "a session that had lost its kernel",
      "POST api/sessions 201",
      { priorState: session("a"), responseBody: session("b") },
      [event("start", "b", 201)],
    ],
    [
      "a session closed",
      "DELETE api/sessions/1 204",
      { priorState: session("a") },
      [event("shutdown", "a", 204)],
    ],
    [
      "a session given a new kernel",
      "PATCH api/sessions/1 200",
      { priorState: session("a"), responseBody: session("b"), requestBody: { kernel: { name: "python3" } } },
      [event("start", "b", 200), event("shutdown", "a", 200)],
    ],
    [
      "a session given a kernel that runs already",
      "PATCH api/sessions/1 200",
      { priorState: session("a"), responseBody: session("b"), requestBody: asked },
      [event("shutdown", "a", 200)],
    ],
  ])("records %s", (title, call, rest, expected) => {
    expect(sessionKernelsObserver.observe(exchangeOfCall({ title, call, ...rest }))).toStrictEqual(expected);
  });

  it.each<[string, string, Partial<Exchange>]>([
    ["a session that is there already", "POST api/sessions 201", { priorState: session("a") }],
    [
      "a session opened for a kernel that runs",
      "POST api/sessions 201",
      { requestBody: { kernel: { id: "a" } } },
    ],
    ["a document renamed", "PATCH api/sessions/1 200", { priorState: session("a") }],
    ["a change of which nobody knows what was before", "PATCH api/sessions/1 200", {}],
    ["a session looked up", "GET api/sessions/1 200", {}],
    ["a session that could not be opened", "POST api/sessions 500", {}],
    ["a session that was not there", "DELETE api/sessions/1 404", { priorState: session("a") }],
    ...foreignCalls("sessions").map((call): [string, string, object] => [call, call, {}]),
  ])("gives no event for %s", (title, call, rest) => {
    const exchange = exchangeOfCall({ title, call, responseBody: session("a"), ...rest });
    expect(sessionKernelsObserver.observe(exchange)).toEqual([]);
  });

  it.each(oddBodies)("does not stumble over %j", (body) => {
    for (const call of ["POST api/sessions 201", "PATCH api/sessions/1 200", "DELETE api/sessions/1 204"]) {
      const bodies = { requestBody: body, responseBody: body, priorState: body };
      expect(sessionKernelsObserver.observe(exchangeOfCall({ title: "", call, ...bodies }))).toEqual([]);
    }
  });
});
