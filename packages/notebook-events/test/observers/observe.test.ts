import { expect, it } from "vitest";
import { observe, observers } from "../../src/index.js";
import { exchangeOfCall } from "./calls.js";
import { checkpointActions, contentsActions, exchangeOf, noActions } from "./exchanges.js";
import { kernelActions, kernelFailures } from "./kernel-calls.js";
import { sessionActions } from "./session-calls.js";
import { terminalActions } from "./terminal-calls.js";

it("knows each observer under a name of its own", () => {
  expect(observers.map(({ name }) => name)).toEqual([
    "contents",
    "checkpoints",
    "file transfers",
    "kernels",
    "sessions",
    "kernels of sessions",
    "terminals",
  ]);
});

it.each([...contentsActions, ...checkpointActions])("records one action for $title", (example) => {
  const events = observe(exchangeOf(example))
    .filter(({ schema }) => schema !== "daybook/file-transfers")
    .map(({ event }) => event);
  expect(events.length).toBeGreaterThan(0);
  for (const event of events) expect(event).toEqual(example.event);
});

it.each([
  ...kernelActions,
  ...kernelFailures,
  ...sessionActions,
  ...terminalActions,
])("records nothing at an id of another service for $title", (call) => {
  const services = observe(exchangeOfCall(call)).map(
    ({ schema }) => /(kernel|session|terminal)[-_]actions/.exec(schema)?.[0],
  );
  expect(services).not.toContain(undefined);
  // The kernel manager's id has what becomes of the kernels of sessions too.
  const isSession = services.includes("session-actions");
  const named = services.map((service) => (isSession && service === "kernel_actions" ? "session" : service));
  expect(new Set(named.map((service) => service?.replace(/[-_]actions/, ""))).size).toBe(1);
});

it("records an upload as a contents action and as a transfer", () => {
  const call = "PUT api/contents/a.txt 201";
  const observed = observe(exchangeOfCall({ title: "", call, requestBody: { type: "file", content: "" } }));
  expect(observed.map(({ schema, event }) => [schema, event.action ?? event.direction])).toEqual([
    ["eventlogging.jupyter.org/jupyter_server/contentsmanager-actions", "upload"],
    ["https://events.jupyter.org/jupyter_server/contents_service/v1", "upload"],
    ["daybook/file-transfers", "upload"],
  ]);
});

it.each(noActions)("records nothing for $title", (example) => {
  expect(observe(exchangeOf(example))).toEqual([]);
});
