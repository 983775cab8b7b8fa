import { EventLog, MemoryHandler } from "@daybook/eventlog";
import { KernelMessage, shippedSchemaFiles } from "@daybook/notebook-events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ExecutionAccount } from "../../../../src/services/kernels/channels/execution-account.js";
import { makeMessage } from "../../../../src/services/kernels/message-parts.js";

const started = Date.parse("2026-11-23T00:00:00Z");

beforeEach(() => {
  vi.useFakeTimers({ now: started });
});
afterEach(() => {
  vi.useRealTimers();
});

async function accountOf(allowedSchemas = ["daybook/kernel-executions"]) {
  const memory = new MemoryHandler();
  const log = new EventLog({ handlers: [memory], allowedSchemas });
  for (const file of shippedSchemaFiles()) await log.registerSchemaFile(file);
  const problems: string[] = [];
  const report = (problem: string) => void problems.push(problem);
  const account = new ExecutionAccount("5f0c", { log, report, placeOf: () => ({}) });
  /** A client asks for something, and the kernel answers. */
  const run = () => {
    const { message } = makeMessage("shell", "execute_request", { code: "1" });
    const { message: reply } = makeMessage("shell", "execute_reply", { status: "ok", execution_count: 1 });
    account.tracker.sent(new KernelMessage(message), { username: "ada" });
    account.tracker.received(new KernelMessage({ ...reply, parentHeader: message.header }));
  };
  return { account, log, memory, problems, run };
}

test("executions are recorded together some milliseconds after the first of them, each with the time of its end", async () => {
  const { memory, run } = await accountOf();
  run();
  vi.advanceTimersByTime(10);
  run();
  expect(memory.events).toHaveLength(0);
  vi.advanceTimersByTime(15);
  expect(memory.events).toMatchObject([
    { __timestamp__: "2026-11-23T00:00:00.000Z", status: "ok" },
    { __timestamp__: "2026-11-23T00:00:00.010Z", status: "ok" },
  ]);
});

test("later ones are recorded as soon after the first of them", async () => {
  const { memory, run } = await accountOf();
  run();
  vi.advanceTimersByTime(100);
  run();
  vi.advanceTimersByTime(25);
  expect(memory.events).toHaveLength(2);
});

test("what is due is recorded at once when the kernel ends, and once only", async () => {
  const { account, memory, run } = await accountOf();
  run();
  account.flush();
  expect(memory.events).toHaveLength(1);
  run();
  vi.advanceTimersByTime(25);
  expect(memory.events).toHaveLength(2);
  expect(vi.getTimerCount()).toBe(0);
});

test("what the log refuses is told without the code, and stands in no other's way", async () => {
  const { log, memory, problems, run } = await accountOf();
  log.addModifier((_schema, event) => {
    if (problems.length === 0) throw new Error("no");
    return event;
  });
  run();
  run();
  vi.advanceTimersByTime(25);
  expect(memory.events).toHaveLength(1);
  expect(problems).toEqual([
    expect.stringMatching(/^an event of daybook\/kernel-executions was not recorded: /),
  ]);
});
