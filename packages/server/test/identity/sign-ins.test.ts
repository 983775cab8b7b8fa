import type { IncomingMessage } from "node:http";
import { EventLog, MemoryHandler } from "@daybook/eventlog";
import { shippedSchemaFiles } from "@daybook/notebook-events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { SignIns } from "../../src/identity/sign-ins.js";

const schema = "daybook/authentications";
const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

async function signIns() {
  const memory = new MemoryHandler(100_000);
  const log = new EventLog({
    handlers: [memory],
    allowedSchemas: { [schema]: { allowedCategories: ["personally-identifiable-information"] } },
  });
  for (const file of shippedSchemaFiles()) await log.registerSchemaFile(file);
  const problems: string[] = [];
  const recorded = new SignIns({ log, report: (problem) => problems.push(problem) }, "ada");
  const events = () =>
    memory.events.map(
      ({ __timestamp__, __schema__, __schema_version__, __metadata_version__, ...event }) => event,
    );
  return { signIns: recorded, events, memory, log, problems };
}

function from(remoteAddress: string | undefined): IncomingMessage {
  return { socket: { remoteAddress } } as IncomingMessage;
}

describe("a program's token", () => {
  test("counts once for each address while calls go on, and again after an hour without", async () => {
    const { signIns: recorded, events } = await signIns();
    for (let call = 0; call < 120; call++) {
      recorded.tokenUsed(from("192.0.2.1"));
      vi.advanceTimersByTime(minute);
    }
    recorded.tokenUsed(from("::ffff:192.0.2.1"));
    recorded.tokenUsed(from("2001:db8::1"));
    vi.advanceTimersByTime(60 * minute);
    recorded.tokenUsed(from("192.0.2.1"));
    expect(events()).toEqual(
      ["192.0.2.1", "2001:db8::1", "192.0.2.1"].map((address) => ({
        outcome: "success",
        method: "token",
        address,
        username: "ada",
        confirmed_by: "server",
      })),
    );
  });

  test("is forgotten first for the address that was seen longest ago, where there are very many", async () => {
    const { signIns: recorded, events } = await signIns();
    const addresses = Array.from({ length: 10_000 }, (_, index) => `10.0.${index >> 8}.${index & 255}`);
    for (const address of addresses) recorded.tokenUsed(from(address));
    vi.advanceTimersByTime(2 * minute);
    recorded.tokenUsed(from(addresses[0]));
    expect(events()).toHaveLength(10_000);
    recorded.tokenUsed(from("192.0.2.1"));
    recorded.tokenUsed(from(addresses[0]));
    expect(events()).toHaveLength(10_001);
    recorded.tokenUsed(from(addresses[1]));
    expect(events()).toHaveLength(10_002);
  });
});

test("each sign-in of a browser counts", async () => {
  const { signIns: recorded, events } = await signIns();
  recorded.succeeded("form", from("192.0.2.1"));
  recorded.succeeded("link", from("192.0.2.1"));
  recorded.succeeded("link", from(undefined));
  expect(events().map(({ method, address }) => [method, address])).toEqual([
    ["form", "192.0.2.1"],
    ["link", "192.0.2.1"],
    ["link", ""],
  ]);
});

describe("failures", () => {
  test("are recorded each, without a name", async () => {
    const { signIns: recorded, events } = await signIns();
    recorded.failed("form", from("192.0.2.1"));
    recorded.failed("token", from("192.0.2.2"));
    expect(events()).toEqual([
      { outcome: "failure", method: "form", address: "192.0.2.1" },
      { outcome: "failure", method: "token", address: "192.0.2.2" },
    ]);
  });

  test("that come as a flood are counted, and the last of each minute is recorded when it ends", async () => {
    const { signIns: recorded, events, memory } = await signIns();
    const began = Date.now();
    for (let attempt = 1; attempt <= 1000; attempt++) {
      recorded.failed("token", from(`10.0.0.${attempt % 250}`));
      vi.advanceTimersByTime(10);
    }
    expect(events()).toHaveLength(30);
    vi.advanceTimersByTime(minute);
    expect(events()).toHaveLength(31);
    expect(events().at(-1)).toEqual({
      outcome: "failure",
      method: "token",
      address: "10.0.0.0",
      left_out: 969,
    });
    expect(memory.events.at(-1)?.__timestamp__).toBe(new Date(began + 9990).toISOString());
    recorded.failed("link", from("192.0.2.1"));
    expect(events().at(-1)).toEqual({ outcome: "failure", method: "link", address: "192.0.2.1" });
  });

  test("that go on for hours leave no more than 31 events a minute, which together tell of all", async () => {
    const { signIns: recorded, events } = await signIns();
    const attempts = 60 * 600;
    for (let attempt = 0; attempt < attempts; attempt++) {
      recorded.failed("token", from("192.0.2.1"));
      vi.advanceTimersByTime(100);
    }
    recorded.close();
    expect(events().length).toBeLessThanOrEqual(60 * 31 + 1);
    const told = events().reduce((sum, { left_out = 0 }) => sum + 1 + (left_out as number), 0);
    expect(told).toBe(attempts);
  });

  test("left out when the server stops are told of then, and only once", async () => {
    const { signIns: recorded, events } = await signIns();
    for (let attempt = 0; attempt < 32; attempt++) recorded.failed("token", from("192.0.2.1"));
    recorded.close();
    recorded.close();
    vi.advanceTimersByTime(2 * minute);
    expect(events()).toHaveLength(31);
    expect(events().at(-1)).toMatchObject({ left_out: 1 });
  });
});

test("a log without the schema has nothing recorded, and nobody is told", () => {
  const problems: string[] = [];
  const log = new EventLog({ handlers: [new MemoryHandler()] });
  const recorded = new SignIns({ log, report: (problem) => problems.push(problem) }, "ada");
  recorded.failed("token", from("192.0.2.1"));
  expect(problems).toEqual([]);
});

test("a log that takes no more does not keep anybody out", async () => {
  const { signIns: recorded, log, problems } = await signIns();
  await log.close();
  recorded.succeeded("form", from("192.0.2.1"));
  expect(problems).toEqual(["an authentication was not recorded: the event log is closed"]);
});
