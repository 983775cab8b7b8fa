import { describe, expect, it } from "vitest";
import { contentsObserver } from "../../src/index.js";
import { checkpointActions, contentsActions, exchangeOf, noActions } from "./exchanges.js";

describe("contentsObserver", () => {
  it.each(contentsActions)("records $title, once for each contents schema", (example) => {
    expect(contentsObserver.observe(exchangeOf(example))).toStrictEqual([
      {
        schema: "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions",
        version: 1,
        event: example.event,
      },
      {
        schema: "https://events.jupyter.org/jupyter_server/contents_service/v1",
        version: "1",
        event: example.event,
      },
    ]);
  });

  it.each([...noActions, ...checkpointActions])("gives no event for $title", (example) => {
    expect(contentsObserver.observe(exchangeOf(example))).toEqual([]);
  });

  it.each([
    "",
    "api",
    "api/contentsx/a",
    "api/kernels/a",
    "files/api/contents/a",
  ])("gives no event for the path %j of another service", (path) => {
    expect(contentsObserver.observe({ method: "GET", path, status: 200 })).toEqual([]);
  });

  it.each([
    null,
    [],
    "text",
    5,
    { path: 5 },
    { path: null },
    Object.create({ path: "inherited" }),
  ])("does not stumble over the answer %j", (response) => {
    for (const call of ["POST / 201", "PUT / 201", "PATCH /a 200"]) {
      expect(contentsObserver.observe(exchangeOf({ title: "", call, response }))).toEqual([]);
    }
  });

  it.each([
    [[1]],
    "text",
    5,
    { chunk: null },
    { type: ["file"] },
  ])("takes the request body %j for content", (request) => {
    const [observation] = contentsObserver.observe(exchangeOf({ title: "", call: "PUT /a 200", request }));
    expect(observation?.event).toEqual({ action: "save", path: "a" });
  });

  it("takes a copy_from that is no text for none", () => {
    const exchange = exchangeOf({
      title: "",
      call: "POST / 201",
      request: { copy_from: 5 },
      response: { path: "b" },
    });
    expect(contentsObserver.observe(exchange)[0]?.event).toEqual({ action: "create", path: "b" });
  });

  it("gives each observation an event of its own, so that changing one leaves the other alone", () => {
    const [first, second] = contentsObserver.observe({ method: "GET", path: "api/contents/a", status: 200 });
    expect(first?.event).not.toBe(second?.event);
  });
});
