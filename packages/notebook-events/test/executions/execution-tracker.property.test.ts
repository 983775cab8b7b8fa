import { EventLog, MemoryHandler } from "@daybook/eventlog";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ExecutionTracker, KernelMessage, shippedSchemaFiles } from "../../src/index.js";
import { messageOf, reply, request, told } from "./messages.js";

/** A request that a test makes, and how the kernel treats it. */
interface Planned {
  readonly user: string | null;
  readonly silent: boolean;
  readonly outcome: "ok" | "error" | "aborted";
}

type Step = { readonly by: "sent" | "received"; readonly message: KernelMessage; readonly user?: string };

const planned = fc.record<Planned>({
  // null: connected to the kernel itself.
  user: fc.constantFrom("ada", "bob", null),
  silent: fc.boolean(),
  outcome: fc.constantFrom("ok", "error", "aborted"),
});

/** A client that the server does not see is known only by what the kernel announces to all. */
const isSeen = ({ user, silent, outcome }: Planned) => user !== null || (!silent && outcome !== "aborted");

/** The messages of one request, as the rows in which they keep their order: each comes by a socket of its own. */
function rowsOf(plan: Planned, id: string): { before: Step[]; rows: Step[][] } {
  const received = (message: KernelMessage): Step => ({ by: "received", message });
  const runs = plan.outcome !== "aborted";
  const iopub = [
    told(id, "status", { execution_state: "busy" }),
    ...(runs && !plan.silent ? [told(id, "execute_input", { code: id, execution_count: 1 })] : []),
    told(id, "stream", { name: "stdout", text: "output" }),
    ...(plan.outcome === "error" ? [told(id, "error", { ename: "KeyError" })] : []),
    told(id, "status", { execution_state: "idle" }),
  ].map(received);
  if (plan.user === null) return { before: [], rows: [iopub] };
  return {
    before: [{ by: "sent", message: request(id, id, { silent: plan.silent }), user: plan.user }],
    rows: [iopub, [received(reply(id, { status: plan.outcome, ename: "KeyError" }))]],
  };
}

const noise: fc.Arbitrary<Step> = fc.constantFrom<Step>(
  { by: "received", message: reply("never-asked", { status: "ok" }) },
  { by: "received", message: told("never-asked", "status", { execution_state: "idle" }) },
  { by: "received", message: messageOf("shell", "kernel_info_reply", { parent: { id: "0" } }) },
  { by: "received", message: messageOf("iopub", "status", { content: { execution_state: "busy" } }) },
  { by: "received", message: new KernelMessage({ ...reply("0", {}).parts, parentHeader: Buffer.from("{") }) },
  { by: "sent", message: messageOf("shell", "complete_request", { content: { code: "x" } }), user: "ada" },
);

/** Any order of the steps in which each row keeps its own. */
function interleave(
  plans: readonly Planned[],
  extra: readonly Step[],
  choose: (count: number) => number,
): Step[] {
  const open: Step[][] = [[...extra]];
  const later = plans.map((plan, index) => rowsOf(plan, `id-${index}`));
  const steps: Step[] = [];
  for (;;) {
    const rows = [...open.filter((row) => row.length > 0), ...(later.length > 0 ? [later] : [])];
    if (rows.length === 0) return steps;
    const row = rows[choose(rows.length)]!;
    if (row !== later) {
      steps.push((row as Step[]).shift()!);
      continue;
    }
    const next = later.shift()!;
    steps.push(...next.before);
    open.push(...next.rows);
  }
}

const schema = "daybook/kernel-executions";
const log = new EventLog({
  handlers: [new MemoryHandler(1)],
  allowedSchemas: {
    [schema]: { allowedCategories: ["executed-code", "personally-identifiable-information"] },
  },
});
for (const file of shippedSchemaFiles()) await log.registerSchemaFile(file);

/** Takes some of the steps. The events are as the log records them, which throws where its schema does not admit one. */
function run(steps: readonly Step[], end = steps.length) {
  const events: Record<string, unknown>[] = [];
  const tracker = new ExecutionTracker({
    kernelId: "k",
    record: ({ event }) => events.push(log.recordEvent(schema, 1, event)!),
  });
  for (const { by, message, user = null } of steps.slice(0, end)) {
    if (by === "sent") tracker.sent(message, { username: user });
    else tracker.received(message);
  }
  return { tracker, events };
}

const plansAndOrder = fc.record({
  plans: fc.array(planned, { minLength: 1, maxLength: 8 }),
  extra: fc.array(noise, { maxLength: 5 }),
  order: fc.infiniteStream(fc.nat(1000)),
});

test("however messages of many clients mix, each request gives exactly one event, of its own user and outcome", () => {
  fc.assert(
    fc.property(plansAndOrder, ({ plans, extra, order }) => {
      const steps = interleave(plans, extra, (count) => (order.next().value as number) % count);
      const { tracker, events } = run(steps);
      const expected = plans.flatMap((plan, index) => {
        if (!isSeen(plan)) return [];
        const { user: username, outcome, silent } = plan;
        return [{ username, code: `id-${index}`, silent, status: outcome === "aborted" ? "abort" : outcome }];
      });
      const byCode = (events: Record<string, unknown>[]) =>
        [...events].sort((left, right) => (String(left.code) < String(right.code) ? -1 : 1));
      expect(byCode(events)).toMatchObject(byCode(expected));
      expect(events).toHaveLength(expected.length);
      expect(tracker.waiting).toBe(0);
    }),
    { numRuns: 500 },
  );
});

test("wherever the kernel ends, each request that was seen gives exactly one event, and nothing that comes late another", () => {
  fc.assert(
    fc.property(plansAndOrder, fc.nat(100), ({ plans, extra, order }, cut) => {
      const steps = interleave(plans, extra, (count) => (order.next().value as number) % count);
      const end = cut % (steps.length + 1);
      const { tracker, events } = run(steps, end);
      tracker.ended("died");
      const sent = steps
        .slice(0, end)
        .filter(({ by, message }) => by === "sent" && message.header?.type === "execute_request");
      const announced = new Set(
        steps
          .slice(0, end)
          .flatMap(({ message }) => (message.header?.type === "execute_input" ? [message.parent!.id] : [])),
      );
      for (const { message } of sent) announced.add(message.header!.id);
      expect(events.map(({ code }) => code).sort()).toEqual([...announced].sort());
      for (const { by, message } of steps.slice(end)) {
        if (by === "received" && announced.has(message.parent?.id ?? "")) tracker.received(message);
      }
      expect(events).toHaveLength(announced.size);
      expect(tracker.waiting).toBe(0);
    }),
    { numRuns: 500 },
  );
});
