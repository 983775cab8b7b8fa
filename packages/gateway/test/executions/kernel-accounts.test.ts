import { EventLog, MemoryHandler } from "@daybook/eventlog";
import { KernelMessage, shippedSchemaFiles } from "@daybook/notebook-events";
import { afterEach, expect, test, vi } from "vitest";
import { request } from "../../../notebook-events/test/executions/messages.js";
import { type AccountConnection, KernelAccounts } from "../../src/executions/kernel-accounts.js";
import { everything, executionsSchema } from "../support/kernel-gateway.js";

const kernel = { baseUrl: "/user/ada/", id: "k" };

afterEach(() => vi.useRealTimers());

async function accountsOf() {
  const memory = new MemoryHandler();
  const log = new EventLog({ handlers: [memory], allowedSchemas: { [executionsSchema]: everything } });
  for (const file of shippedSchemaFiles()) await log.registerSchemaFile(file);
  vi.useFakeTimers();
  const accounts = new KernelAccounts({ log, report: () => {}, placeOf: () => ({}), patience: 1000 });
  /** How each code ended, as far as that is recorded by now. */
  const ends = () => {
    vi.advanceTimersByTime(25);
    return memory.events.map(({ code, abort_reason: reason }) => [code, reason ?? "unknown"].join(" "));
  };
  const run = (connection: AccountConnection, code: string) =>
    connection.tracker.sent(new KernelMessage(request(code, code).parts), { username: "ada" });
  return { accounts, run, ends };
}

test("what is run after one connection was told of a death is not dead when the next is told", async () => {
  const { accounts, run, ends } = await accountsOf();
  const [one, two] = [accounts.open(kernel), accounts.open(kernel)];
  run(one, "a");
  one.died();
  run(one, "b");
  two.died();
  expect(ends()).toEqual(["a died"]);
  two.died();
  expect(ends()).toEqual(["a died", "b died"]);
  run(one, "c");
  one.died();
  accounts.open(kernel).died();
  expect(ends()).toEqual(["a died", "b died", "c died"]);
});

test("what waits while nobody is connected is given up after the time that is configured", async () => {
  const { accounts, run, ends } = await accountsOf();
  const first = accounts.open(kernel);
  run(first, "a");
  first.closed();
  vi.advanceTimersByTime(999);
  const second = accounts.open(kernel);
  vi.advanceTimersByTime(10_000);
  expect(ends()).toEqual([]);
  second.closed();
  vi.advanceTimersByTime(1000);
  expect(ends()).toEqual(["a unknown"]);
});

test("a kernel is expected to end only as long as somebody may have ended it", async () => {
  const { accounts, run, ends } = await accountsOf();
  const connection = accounts.open(kernel);
  run(connection, "a");
  accounts.expect(kernel, "shutdown");
  connection.died();
  run(connection, "b");
  accounts.expect(kernel, undefined);
  connection.died();
  expect(ends()).toEqual(["a shutdown", "b died"]);
});

test("another server has no say in a kernel, whatever ids it knows", async () => {
  const { accounts, run, ends } = await accountsOf();
  run(accounts.open(kernel), "a");
  const claimed = { ...kernel, baseUrl: "/user/bob/" };
  accounts.ended(claimed, "shutdown");
  accounts.gone(claimed);
  accounts.open(claimed).died();
  expect(ends()).toEqual([]);
  accounts.gone(kernel);
  expect(ends()).toEqual(["a unknown"]);
});
