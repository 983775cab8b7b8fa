import { EventLog, type Handler } from "@daybook/eventlog";
import { expect, test } from "vitest";
import { type ShutdownOptions, shutDown } from "../../src/serve/shutdown.js";

const never = new Promise<never>(() => {});

function options(handler: Partial<Handler>, more: Partial<ShutdownOptions> = {}): ShutdownOptions {
  const complete: Handler = { handle() {}, async flush() {}, async close() {}, ...handler };
  const log = new EventLog({ handlers: [complete], onProblem: () => {} });
  const handlers = [{ handler: complete, route: {}, place: [], label: "Mine" }];
  return { server: undefined, log, handlers, impatience: never, patience: 60_000, ...more };
}

test("closes the server before the handlers, and reports nothing where nothing is lost", async () => {
  const order: string[] = [];
  const server = { url: "", close: async () => void order.push("server") };
  const handler = {
    flush: async () => void order.push("flush"),
    close: async () => void order.push("close"),
  };
  expect(await shutDown(options(handler, { server }))).toBeUndefined();
  expect(order).toEqual(["server", "flush", "close"]);
});

test("lets last words be recorded when no request records any more, and hands them on", async () => {
  const order: string[] = [];
  const server = { url: "", close: async () => void order.push("server") };
  const handler = { flush: async () => void order.push("flush") };
  await shutDown(options(handler, { server, lastWords: () => order.push("last words") }));
  expect(order).toEqual(["server", "last words", "flush"]);
});

test("gives up when it takes too long, and names the handler that was not done", async () => {
  const lost = await shutDown(options({ flush: () => never }, { patience: 1 }));
  expect(lost).toBe(
    "stopped at once, as it took more than 0.001 seconds. Lost: events that were still with Mine",
  );
});

test("gives up when somebody is impatient, and names requests that were under way", async () => {
  const server = { url: "", close: () => never };
  const lost = await shutDown(options({}, { server, impatience: Promise.resolve() }));
  expect(lost).toContain("what requests under way would have recorded, and events that were still with Mine");
});

test("says that nothing was lost where only letting go takes too long", async () => {
  const lost = await shutDown(options({ close: () => never }, { patience: 50 }));
  expect(lost).toBe("not stopped in order: it took more than 0.05 seconds");
});

test("passes on why a handler could not keep its events", async () => {
  const close = () => Promise.reject(new Error("the disk is full"));
  expect(await shutDown(options({ name: "Mine", close }))).toBe(
    "events were lost: Mine could not close: the disk is full",
  );
});

test.each([
  ["never ends", () => never],
  ["fails", () => Promise.reject(new Error("the port is gone"))],
])("hands on the events although closing the server %s", async (_name, close) => {
  const order: string[] = [];
  const handler = {
    flush: async () => void order.push("flush"),
    close: async () => void order.push("close"),
  };
  const lost = await shutDown(options(handler, { server: { close }, patience: 300 }));
  expect(lost).toBe("requests did not end; what they would have recorded is lost");
  expect(order).toEqual(["flush", "close"]);
});
