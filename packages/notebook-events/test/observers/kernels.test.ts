import { describe, expect, it } from "vitest";
import { kernelsObserver } from "../../src/index.js";
import { exchangeOfCall, foreignCalls, oddBodies } from "./calls.js";
import { kernelActions, kernelFailures } from "./kernel-calls.js";

const actions = "eventlogging.jupyter.org/jupyter_server/kernel-actions";
const managerActions = "https://events.jupyter.org/jupyter_server/kernel_actions/v1";

describe("kernelsObserver", () => {
  it.each(kernelActions)("records $title, once for each schema that has it", ({ manager, ...call }) => {
    expect(kernelsObserver.observe(exchangeOfCall(call))).toStrictEqual([
      { schema: actions, version: 1, event: call.event },
      ...(manager === undefined ? [] : [{ schema: managerActions, version: "1", event: manager }]),
    ]);
  });

  it.each(kernelFailures)("records $title, where failures are recorded", (call) => {
    expect(kernelsObserver.observe(exchangeOfCall(call))).toStrictEqual([
      { schema: managerActions, version: "1", event: call.event },
    ]);
  });

  it.each([
    ...foreignCalls("kernels"),
    "PUT api/kernels/1 200",
    "POST api/kernels/1 200",
    "POST api/kernels/1/stop 204",
    "GET api/kernels/1/restart 200",
    "GET api/kernels/1/channels 101",
  ])("gives no event for %s", (call) => {
    expect(kernelsObserver.observe(exchangeOfCall({ title: "", call }))).toEqual([]);
  });

  it.each([401, 403, 404, 405])("records no failure where nothing was tried: %i", (status) => {
    for (const call of ["POST api/kernels", "POST api/kernels/1/interrupt", "DELETE api/kernels/1"])
      expect(kernelsObserver.observe(exchangeOfCall({ title: "", call: `${call} ${status}` }))).toEqual([]);
  });

  it.each([301, 302, 304])("takes a redirect for no failure: %i", (status) => {
    const call = `POST api/kernels/1/restart ${status}`;
    expect(kernelsObserver.observe(exchangeOfCall({ title: "", call }))).toEqual([]);
  });

  it.each(oddBodies)("gives no event for a start that is answered with %j", (responseBody) => {
    const exchange = exchangeOfCall({ title: "", call: "POST api/kernels 201", responseBody });
    expect(kernelsObserver.observe(exchange)).toEqual([]);
  });

  it.each(oddBodies)("does not stumble over %j in a failed start", (body) => {
    const exchange = exchangeOfCall({
      title: "",
      call: "POST api/kernels 500",
      requestBody: body,
      responseBody: body,
    });
    expect(kernelsObserver.observe(exchange).map(({ event }) => event)).toStrictEqual([
      {
        action: "start",
        status: "error",
        status_code: 500,
        msg: "A kernel was not started: the server answered 500.",
      },
    ]);
  });

  it("repeats no more than the start of a long message", () => {
    const call = {
      title: "",
      call: "POST api/kernels/1/restart 500",
      responseBody: { message: "x".repeat(9000) },
    };
    const [observation] = kernelsObserver.observe(exchangeOfCall(call));
    expect(observation?.event.msg).toBe(`Kernel 1 was not restarted: ${"x".repeat(500)}`);
  });
});
