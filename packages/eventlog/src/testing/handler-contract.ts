import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { EventLog } from "../event-log.js";
import { keepWith } from "../hand-over.js";
import type { Handler } from "../handler.js";
import { closeChecks } from "./close-checks.js";
import { failureChecks } from "./failure-checks.js";
import type {
  CheckDefinition,
  ContractCheck,
  HandlerHarness,
  HandlerUnderTest,
  HarnessPart,
  Stage,
} from "./harness.js";
import { orderChecks } from "./order-checks.js";
import { spoolChecks } from "./spool-checks.js";

export type { ContractCheck, HandlerHarness, HandlerUnderTest, HarnessPart } from "./harness.js";

/** How long a mended destination may take to be found again, in milliseconds. */
const recoveryLimit = 10_000;
const recoveryStep = 20;

/**
 * The checks of the handler contract (`docs/handler-contract.md`) for one handler, for any test runner.
 *
 * @example
 * for (const { name, skip, run } of handlerContract({ create: () => makeMyHandlerWithItsDestination() })) {
 *   test(name, { skip }, run);
 * }
 */
export function handlerContract(harness: HandlerHarness): ContractCheck[] {
  const checks = [...orderChecks, ...closeChecks, ...failureChecks, ...spoolChecks].map((definition) =>
    toCheck(harness, definition, (made) => onStage(harness, made, definition)),
  );
  return [toCheck(harness, openCheck, openCheck.run), ...checks];
}

/** The one check that leaves the opening to a log. */
const openCheck = {
  needs: [],
  name: "C1 a log opens it once, before its first event, with a folder and a report function",
  async run({ handler, read }: HandlerUnderTest): Promise<void> {
    const calls = spyOnOpen(handler);
    const log = new EventLog({
      handlers: [handler],
      allowedSchemas: ["example.org/contract"],
      directory: tmpdir(),
    });
    assert.deepEqual(calls, handler.open === undefined ? [] : [[tmpdir(), "function"]]);
    log.registerSchema({ $id: "example.org/contract", version: 1, properties: { number: {} } });
    for (const number of [1, 2, 3]) log.recordEvent("example.org/contract", 1, { number });
    await log.close();
    assert.ok(calls.length <= 1, "open was called again");
    const lines = await read?.();
    if (lines !== undefined) assert.equal(lines.length, 3);
  },
};

function spyOnOpen(handler: Handler): unknown[][] {
  const calls: unknown[][] = [];
  const { open } = handler;
  if (open !== undefined) {
    handler.open = (context) => {
      calls.push([context.directory, typeof context.report]);
      open.call(handler, context);
    };
  }
  return calls;
}

function toCheck(
  harness: HandlerHarness,
  definition: Pick<CheckDefinition, "name" | "needs" | "only">,
  run: (made: HandlerUnderTest) => Promise<void>,
): ContractCheck {
  const { name, needs } = definition;
  const skip = reasonToSkip(harness, definition);
  return {
    name,
    ...(skip === undefined ? {} : { skip }),
    async run() {
      const made = await harness.create();
      try {
        for (const part of needs) assertPart(made, part);
        await run(made);
      } finally {
        // It may be broken, and what is to be said of that has been said.
        await made.handler.close().catch(() => {});
        await made.dispose?.();
      }
    },
  };
}

function reasonToSkip(
  { level, without }: HandlerHarness,
  { needs, only }: Pick<CheckDefinition, "needs" | "only">,
): string | undefined {
  if (only === "with a spool" && level === undefined) return "it has no spool";
  if (only === "without a spool" && level !== undefined)
    return "it has a spool, and holds on to what it took";
  const missing = needs.find((part) => without?.[part] !== undefined);
  return missing === undefined ? undefined : without?.[missing];
}

/** A check that was left out for want of a part would look like one that passed. */
function assertPart(made: HandlerUnderTest, part: HarnessPart): void {
  const there = {
    read: made.read !== undefined,
    keep: made.handler.keep !== undefined,
    faults: made.break !== undefined && made.mend !== undefined,
    spool: made.reopen !== undefined,
  }[part];
  assert.ok(there, `the harness has no ${part}; add it, or say why it cannot be in "without: { ${part} }"`);
}

async function onStage(
  { level }: HandlerHarness,
  made: HandlerUnderTest,
  definition: CheckDefinition,
): Promise<void> {
  const { handler } = made;
  const problems: Error[] = [];
  const open = (opened: Handler): void =>
    opened.open?.({ directory: tmpdir(), report: (problem) => void problems.push(problem) });
  open(handler);
  const stage: Stage = {
    handler,
    problems,
    read: async () => (await made.read?.()) ?? [],
    break: async () => made.break?.(),
    mend: async () => made.mend?.(),
    reopen: () => made.reopen?.() as Handler,
    open,
    keep: (record, asked = level) => keepWith(handler, record, asked),
    flush: () => handler.flush(level),
    flushAfterMend: () => flushUntilKept(() => handler.flush(level)),
  };
  await definition.run(stage);
}

async function flushUntilKept(flush: () => Promise<void>): Promise<void> {
  for (let waited = 0; ; waited += recoveryStep) {
    try {
      return await flush();
    } catch (error) {
      if (waited >= recoveryLimit) throw error;
      await new Promise((resolve) => setTimeout(resolve, recoveryStep));
    }
  }
}
