import type { EventLog } from "@daybook/eventlog";
import type { AbortReason, ExecutionPlace, ExecutionTracker } from "@daybook/notebook-events";
import { ExecutionAccount } from "@daybook/server";

/** So many kernels that nobody is connected to are remembered; what waits in the others is given up. */
const mostUnconnected = 200;

/** What an account needs. */
export interface KernelAccountsParts {
  readonly log: EventLog;
  readonly report: (problem: string) => void;
  readonly placeOf: (kernel: KernelName) => ExecutionPlace;
  /** How long what waits in a kernel that nobody is connected to may wait, in milliseconds. */
  readonly patience: number;
}

/** A kernel, of one of the servers behind. */
export interface KernelName {
  /** What the paths of its server begin with: no other server has a say in it. */
  readonly baseUrl: string;
  readonly id: string;
}

/** One connection's part in the account of its kernel. */
export interface AccountConnection {
  readonly tracker: ExecutionTracker;
  /** The server says on it that the process of the kernel has ended. */
  died(): void;
  /** It is over. The kernel may go on, and tell the next one what became of its work. */
  closed(): void;
}

interface Entry {
  readonly account: ExecutionAccount;
  connections: number;
  /** How often the process of the kernel has ended, as far as anybody was told. */
  deaths: number;
  /** Why it will end, as somebody has asked for that. */
  expected?: AbortReason | undefined;
  /** Gives up what waits while nobody is connected. */
  timer?: NodeJS.Timeout | undefined;
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
  open(kernel: KernelName): AccountConnection {
    const key = keyOf(kernel);
    const entry = this.#entries.get(key) ?? this.#newEntry(kernel);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    clearTimeout(entry.timer);
    entry.connections++;
    let deaths = entry.deaths;
    return {
      tracker: entry.account.tracker,
      died: () => {
        // Each connection is told of each, and somebody may have run something anew by the time that the last one is.
        if (++deaths <= entry.deaths) return;
        entry.deaths = deaths;
        entry.account.tracker.ended(entry.expected ?? "died");
      },
      closed: () => this.#closed(key, entry),
    };
  }

  #newEntry(kernel: KernelName): Entry {
    const placeOf = () => this.#parts.placeOf(kernel);
    return {
      account: new ExecutionAccount(kernel.id, { ...this.#parts, placeOf }),
      connections: 0,
      deaths: 0,
    };
  }

  #closed(key: string, entry: Entry): void {
    entry.connections--;
    if (entry.connections === 0 && this.#entries.get(key) === entry)
      entry.timer = setTimeout(() => this.#abandon(key), this.#parts.patience).unref();
    let unconnected = [...this.#entries].filter(([, { connections }]) => connections === 0);
    unconnected = unconnected.slice(0, -mostUnconnected);
    for (const [key] of unconnected) this.#abandon(key);
  }

  /** Somebody has asked that a kernel be ended or started anew; or nobody knows any more that it will be. */
  expect(kernel: KernelName, reason: AbortReason | undefined): void {
    const entry = this.#entries.get(keyOf(kernel));
    if (entry !== undefined) entry.expected = reason;
  }

  /** A kernel has ended, or was started anew. */
  ended(kernel: KernelName, reason: AbortReason): void {
    this.expect(kernel, undefined);
    const account = this.#entries.get(keyOf(kernel))?.account;
    account?.tracker.ended(reason);
    // Before what has ended it, as in a server's own log.
    account?.flush();
  }

  /** A kernel is not there any more, and nobody knows how it went. */
  gone(kernel: KernelName): void {
    const key = keyOf(kernel);
    const entry = this.#entries.get(key);
    if (entry?.connections === 0) this.#abandon(key);
    else entry?.account.tracker.abandoned();
  }

  /** Records what waits for an answer: nobody will see that. */
  close(): void {
    for (const key of [...this.#entries.keys()]) this.#abandon(key);
  }

  #abandon(key: string): void {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    clearTimeout(entry?.timer);
    entry?.account.tracker.abandoned();
    entry?.account.flush();
  }
}

function keyOf({ baseUrl, id }: KernelName): string {
  return `${baseUrl} ${id}`;
}
