import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { EventRecord, Handler, HandlerContext } from "../../src/index.js";
import {
  type ContractCheck,
  type HandlerHarness,
  handlerContract,
} from "../../src/testing/handler-contract.js";

/** A handler that keeps the contract; each case below breaks one clause of it. */
class Lines implements Handler {
  readonly lines: string[] = [];
  readonly waiting: { line: string; settle?: (error?: Error) => void }[] = [];
  broken = false;
  reported = false;
  closed = false;
  report: HandlerContext["report"] = () => {};

  open(context: HandlerContext): void {
    if (this.closed) throw new Error("closed for good");
    this.report = context.report;
  }

  handle(record: EventRecord): void {
    if (!this.closed) this.waiting.push({ line: record.line });
  }

  async keep(record: EventRecord): Promise<void> {
    if (this.closed) throw new Error("closed");
    this.handle(record);
    try {
      await this.flush();
    } catch (error) {
      this.waiting.pop();
      throw error;
    }
  }

  async flush(): Promise<void> {
    if (this.broken && this.waiting.length > 0) {
      const error = new Error("the destination is away");
      if (!this.reported) this.report(error);
      this.reported = true;
      throw error;
    }
    this.lines.push(...this.waiting.splice(0).map(({ line }) => line));
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.flush();
  }
}

function harnessOf(Class: new () => Lines, without: HandlerHarness["without"] = {}): HandlerHarness {
  return {
    without,
    create() {
      const handler = new Class();
      const setBroken = (broken: boolean) => () => {
        handler.broken = broken;
      };
      return { handler, read: async () => handler.lines, break: setBroken(true), mend: setBroken(false) };
    },
  };
}

async function failing(checks: readonly ContractCheck[]): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, skip, run } of checks) {
    if (skip !== undefined) continue;
    await run().catch(() => failed.push(numberOf(name)));
  }
  return failed;
}

const numberOf = (name: string) => name.split(" ", 1)[0] ?? "";

test("a handler that keeps the contract passes every check", async () => {
  expect(await failing(handlerContract(harnessOf(Lines)))).toEqual([]);
});

const offenders: Record<string, { class: new () => Lines; caughtBy: string }> = {
  "writes the latest first": {
    caughtBy: "C4",
    class: class extends Lines {
      override async flush() {
        this.waiting.reverse();
        await super.flush();
      }
    },
  },
  "returns a promise from handle": {
    caughtBy: "C2",
    class: class extends Lines {
      override async handle(record: EventRecord) {
        super.handle(record);
      }
    },
  },
  "changes the record": {
    caughtBy: "C3",
    class: class extends Lines {
      override handle(record: { line: string } & EventRecord) {
        (record as { line: string }).line = `${record.line} `;
        super.handle(record);
      }
    },
  },
  "unescapes line ends": {
    caughtBy: "C5",
    class: class extends Lines {
      override handle(record: EventRecord) {
        super.handle({ ...record, line: record.line.replaceAll("\\n", "\n") });
      }
    },
  },
  "resolves flush before it has written": {
    caughtBy: "C6",
    class: class extends Lines {
      override async flush() {
        setImmediate(() => super.flush().catch(() => {}));
      }
    },
  },
  "rejects an empty flush": {
    caughtBy: "C7",
    class: class extends Lines {
      override async flush() {
        if (this.waiting.length === 0) throw new Error("nothing to do");
        await super.flush();
      }
    },
  },
  "lets kept events overtake": {
    caughtBy: "C10",
    class: class extends Lines {
      override async keep(record: EventRecord) {
        this.lines.push(record.line);
      }
    },
  },
  "resolves keep at once": {
    caughtBy: "C9",
    class: class extends Lines {
      override async keep(record: EventRecord) {
        this.handle(record);
      }
    },
  },
  "forgets what waits at close": {
    caughtBy: "C11",
    class: class extends Lines {
      override async close() {
        this.closed = true;
      }
    },
  },
  "cannot be closed twice": {
    caughtBy: "C12",
    class: class extends Lines {
      override async close() {
        if (this.closed) throw new Error("closed already");
        await super.close();
      }
    },
  },
  "goes on writing after close": {
    caughtBy: "C13",
    class: class extends Lines {
      override handle(record: EventRecord) {
        this.waiting.push({ line: record.line });
      }
    },
  },
  "lets itself be opened when it is closed": {
    caughtBy: "C20",
    class: class extends Lines {
      override open(context: HandlerContext) {
        this.report = context.report;
      }
    },
  },
  "keeps quiet about what is lost at close": {
    caughtBy: "C21",
    class: class extends Lines {
      override async close() {
        await super.close().catch(() => {});
      }
    },
  },
  "throws from handle while the destination fails": {
    caughtBy: "C15",
    class: class extends Lines {
      override handle(record: EventRecord) {
        if (this.broken) throw new Error("the destination is away");
        super.handle(record);
      }
    },
  },
  "writes later what it refused": {
    caughtBy: "C16",
    class: class extends Lines {
      override async keep(record: EventRecord) {
        this.handle(record);
        await this.flush();
      }
    },
  },
  "reports each event": {
    caughtBy: "C17",
    class: class extends Lines {
      override async flush() {
        this.reported = false;
        await super.flush();
      }
    },
  },
  "quotes the event": {
    caughtBy: "C18",
    class: class extends Lines {
      override async flush() {
        if (this.broken) throw new Error(`cannot write ${this.waiting[0]?.line}`);
        await super.flush();
      }
    },
  },
  "drops what waits while the destination fails": {
    caughtBy: "C19",
    class: class extends Lines {
      override async flush() {
        if (this.broken && this.waiting.length > 50) this.waiting.splice(0, 50);
        await super.flush();
      }
    },
  },
};

test.each(Object.entries(offenders))("a handler that %s is caught", async (_, { class: Class, caughtBy }) => {
  expect(await failing(handlerContract(harnessOf(Class)))).toContain(caughtBy);
});

test("what a harness is without is skipped with its reason", () => {
  const checks = handlerContract(harnessOf(Lines, { faults: "memory does not fail" }));
  const skipped = checks.filter(({ skip }) => skip !== undefined);
  expect(skipped.map(({ name }) => numberOf(name))).toEqual([
    "C21",
    "C15",
    "C16",
    "C17",
    "C18",
    "C19",
    "C22",
    "C23",
    "C24",
  ]);
  expect(new Set(skipped.map(({ skip }) => skip))).toEqual(
    new Set(["memory does not fail", "it has no spool"]),
  );
});

test("a part that is missing without a reason fails the check and says what to do", async () => {
  const checks = handlerContract({ create: () => ({ handler: new Lines() }) });
  const order = checks.find(({ name }) => name.startsWith("C4 "));
  await expect(order?.run()).rejects.toThrow("the harness has no read; add it, or say why");
});

test("a harness is disposed of also when a check fails", async () => {
  let disposed = 0;
  const harness = harnessOf(offenders["writes the latest first"]?.class ?? Lines);
  const create = async () => ({ ...(await harness.create()), dispose: () => void disposed++ });
  const checks = handlerContract({ create });
  await failing(checks);
  expect(disposed).toBe(checks.filter(({ skip }) => skip === undefined).length);
});

test("the document and the suite have the same clauses", () => {
  const page = readFileSync(new URL("../../../../docs/handler-contract.md", import.meta.url), "utf8");
  const written = [...page.matchAll(/^- \*\*(C\d+)\*\*/gm)].map(([, number]) => number);
  const checked = handlerContract(harnessOf(Lines)).map(({ name }) => numberOf(name));
  expect(written).toEqual(checked);
  expect(new Set(checked).size).toBe(checked.length);
});
