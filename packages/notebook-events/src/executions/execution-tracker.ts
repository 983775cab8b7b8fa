import type { EndedExecution } from "./ended-execution.js";
import { Execution, type ExecutionClock, type ExecutionPlace, type ExecutionSender } from "./execution.js";
import { type AbortReason, type ExecutionOutcome, readError, readReply } from "./execution-outcome.js";
import { countIn, type ExecutionRequest, readAnnouncement, readRequest } from "./execution-request.js";
import { readMembers } from "./json-members.js";
import type { KernelMessage } from "./kernel-message.js";
import { RecentIds } from "./recent-ids.js";
import { WaitingExecutions, type WaitingLimits } from "./waiting-executions.js";

/** What an {@link ExecutionTracker} works with. */
export interface ExecutionTrackerOptions {
  readonly kernelId: string;
  /** The session that the kernel belongs to now. Default: none is known. */
  readonly place?: () => ExecutionPlace;
  /** Gets each execution that has ended, and asks for its event, now or soon. It must not throw. */
  readonly record: (execution: EndedExecution) => void;
  /** Whether anybody wants the events now. Where it is false, no message is read further than its header. Default: true. */
  readonly wanted?: () => boolean;
  /** Default: the clocks of this machine. */
  readonly clock?: ExecutionClock;
  /** How much may wait for an answer. What is beyond is recorded without its outcome. Default: 10,000, with 64 MiB of code. */
  readonly limits?: WaitingLimits;
  /** How many ids of ended executions are remembered, to know what comes late. Default: 10,000. */
  readonly rememberedIds?: number;
}

const machineClock: ExecutionClock = { now: () => Date.now(), elapsed: () => performance.now() };

/**
 * Tells from the messages that pass between one kernel and its clients which code was run, and gives one
 * `daybook/kernel-executions` event for each request.
 *
 * ```
 * client ── execute_request ──▶ sent()     ─▶ waits ──▶ event
 * kernel ── execute_reply ────▶ received() ─────┘
 *        ── execute_input ────▶ received() of a request that was never sent here: a client has its own connection.
 *                               Its answer goes there too, so that `status` idle is what ends it
 * ```
 *
 * The answer and what the kernel tells all come by different sockets, in any order.
 *
 * @example
 * const record = ({ event }: EndedExecution) => log.recordEvent("daybook/kernel-executions", 1, event);
 * const tracker = new ExecutionTracker({ kernelId, record });
 * tracker.sent(request, { username: "ada" });
 * tracker.received(reply); // records that ada ran the code of the request
 */
export class ExecutionTracker {
  readonly #options: ExecutionTrackerOptions;
  readonly #clock: ExecutionClock;
  readonly #waiting: WaitingExecutions;
  /** Announced by the kernel, and sent by a client that is not connected through us. */
  readonly #foreign: WaitingExecutions;
  readonly #ended: RecentIds;

  constructor(options: ExecutionTrackerOptions) {
    const limits = options.limits ?? { executions: 10_000, codeBytes: 64 * 1024 * 1024 };
    this.#options = options;
    this.#clock = options.clock ?? machineClock;
    this.#waiting = new WaitingExecutions(limits);
    this.#foreign = new WaitingExecutions(limits);
    this.#ended = new RecentIds(options.rememberedIds ?? 10_000);
  }

  /** How many executions wait for an answer. */
  get waiting(): number {
    return this.#waiting.count + this.#foreign.count;
  }

  /**
   * A client has sent a message to the kernel.
   *
   * @param sender who the server knows the client to be
   * @returns false for a request to run something of which no account can be given, as it holds no code that can be read
   */
  sent(message: KernelMessage, sender: ExecutionSender): boolean {
    if (!isExecution(message) || message.header === undefined || !this.#isWanted()) return true;
    const request = readRequest(message.parts.content);
    if (request !== undefined) this.#add(this.#waiting, message.header.id, request, sender);
    return request !== undefined;
  }

  /** The kernel has sent a message to one client or to all. */
  received(message: KernelMessage): void {
    switch (message.header?.type) {
      case "execute_reply":
        if (message.channel !== "iopub") this.#onReply(message);
        break;
      case "execute_input":
        if (message.channel === "iopub") this.#onAnnouncement(message);
        break;
      case "error":
        if (message.channel === "iopub") this.#executionOf(message)?.tell(readError(message.parts.content));
        break;
      case "status":
        if (message.channel === "iopub") this.#onStatus(message);
        break;
    }
  }

  /** The kernel has ended: whatever waits gets no answer. It may be started anew under the same id. */
  ended(abortReason: AbortReason): void {
    this.#endAll({ status: "abort", abortReason });
  }

  /** Nobody listens to the kernel any more: what becomes of what waits will not be known. */
  abandoned(): void {
    this.#endAll({});
  }

  #endAll(outcome: ExecutionOutcome): void {
    for (const executions of [this.#waiting, this.#foreign]) {
      for (let oldest = executions.takeOldest(true); oldest; oldest = executions.takeOldest(true))
        this.#end(oldest.id, oldest.execution, () => outcome);
    }
  }

  #onReply({ parent, parts }: KernelMessage): void {
    const execution = parent && this.#waiting.take(parent.id);
    if (execution) this.#end(parent.id, execution, () => readReply(parts.content));
  }

  #onAnnouncement(message: KernelMessage): void {
    const { parent, parts } = message;
    if (parent === undefined) return;
    const known = this.#executionOf(message);
    if (known !== undefined) {
      known.begin();
      known.tell(countIn(readMembers(parts.content, ["execution_count"]).execution_count));
    } else if (!this.#ended.has(parent.id) && this.#isWanted()) {
      const { request, ...told } = readAnnouncement(parts.content) ?? {};
      if (request === undefined) return;
      const execution = this.#add(this.#foreign, parent.id, request, { username: null });
      execution.begin();
      execution.tell(told);
    }
  }

  #onStatus(message: KernelMessage): void {
    const execution = this.#executionOf(message);
    if (execution === undefined) return;
    const { executionState: state } = message;
    if (state === "busy") {
      execution.begin();
    } else if (message.parent && this.#foreign.get(message.parent.id) === execution && state === "idle") {
      this.#foreign.take(message.parent.id);
      // Where the kernel told of no error, there was none.
      this.#end(message.parent.id, execution, () => (execution.hasFailed ? {} : { status: "ok" }));
    }
  }

  #executionOf({ parent }: KernelMessage): Execution | undefined {
    return parent && (this.#waiting.get(parent.id) ?? this.#foreign.get(parent.id));
  }

  #add(to: WaitingExecutions, id: string, request: ExecutionRequest, sender: ExecutionSender): Execution {
    const { kernelId, place = () => ({}) } = this.#options;
    const execution = new Execution(request, { kernelId, ...sender, place: place() }, this.#clock);
    to.add(id, execution);
    for (let given = to.takeOldest(); given; given = to.takeOldest())
      this.#end(given.id, given.execution, () => ({}));
    return execution;
  }

  #end(id: string, execution: Execution, readOutcome: () => ExecutionOutcome): void {
    this.#ended.add(id);
    this.#options.record(execution.end(readOutcome));
  }

  #isWanted(): boolean {
    return this.#options.wanted?.() ?? true;
  }
}

/** Whether a client's message asks the kernel to run code. */
export function isExecution({ channel, header }: KernelMessage): boolean {
  return (channel === "shell" || channel === "control") && header?.type === "execute_request";
}
