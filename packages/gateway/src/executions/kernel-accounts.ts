import type { EventLog } from "@daybook/eventlog";
import type { AbortReason, ExecutionPlace, ExecutionTracker } from "@daybook/notebook-events";
import { ExecutionAccount } from "@daybook/server";

/** So many kernels that nobody is connected to are remembered; what waits in the others is given up. */
const mostUnconnected = 200;

/** What an account needs. */
export interface KernelAccountsParts {
  readonly log: EventLog;
  readonly report: (problem: string) => void;
  readonly placeOf: (kernelId: string) => ExecutionPlace;
}

interface Entry {
  readonly account: ExecutionAccount;
  connections: number;
  /** Why it will end, as somebody has asked for that. */
  expected?: AbortReason | undefined;
}

/** The accounts of what is run in kernels: one for each kernel, shared by all connections to it. */
export class KernelAccounts {
  readonly #parts: KernelAccountsParts;
  /** Those that were used longest ago first. */
  readonly #entries = new Map<string, Entry>();

  constructor(parts: KernelAccountsParts) {
    this.#parts = parts;
  }

  /** A connection to a kernel has opened. */
  open(kernelId: string): ExecutionTracker {
    const entry = this.#entries.get(kernelId) ?? {
      account: new ExecutionAccount(kernelId, this.#parts),
      connections: 0,
    };
    this.#entries.delete(kernelId);
    this.#entries.set(kernelId, entry);
    entry.connections++;
    return entry.account.tracker;
  }

  /** One has ended. The kernel may go on, and tell the next one what became of its work. */
  closed(kernelId: string): void {
    const entry = this.#entries.get(kernelId);
    if (entry === undefined) return;
    entry.connections--;
    let unconnected = [...this.#entries].filter(([, { connections }]) => connections === 0);
    unconnected = unconnected.slice(0, -mostUnconnected);
    for (const [id] of unconnected) this.#abandon(id);
  }

  /** Somebody has asked that a kernel be ended or started anew; or is told that this was not done. */
  expect(kernelId: string, reason: AbortReason | undefined): void {
    const entry = this.#entries.get(kernelId);
    if (entry !== undefined) entry.expected = reason;
  }

  /** A kernel has ended, or was started anew. */
  ended(kernelId: string, reason: AbortReason): void {
    this.expect(kernelId, undefined);
    const account = this.#entries.get(kernelId)?.account;
    account?.tracker.ended(reason);
    // Before what has ended it, as in a server's own log.
    account?.flush();
  }

  /** The process of a kernel has ended, by itself unless somebody has asked for it. */
  died(kernelId: string): void {
    const entry = this.#entries.get(kernelId);
    entry?.account.tracker.ended(entry.expected ?? "died");
  }

  /** Records what waits for an answer: nobody will see that. */
  close(): void {
    for (const id of [...this.#entries.keys()]) this.#abandon(id);
  }

  #abandon(kernelId: string): void {
    const account = this.#entries.get(kernelId)?.account;
    this.#entries.delete(kernelId);
    account?.tracker.abandoned();
    account?.flush();
  }
}
