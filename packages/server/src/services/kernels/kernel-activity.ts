import { readHeader, readPart } from "./message-parts.js";
import type { WireMessage } from "./wire-message.js";

/**
 * What a kernel is doing: `starting` until its process has answered, then `idle` or `busy` as it says itself;
 * `restarting` until there is another process; `dead` when it was given up.
 */
export type ExecutionState = "starting" | "restarting" | "idle" | "busy" | "dead";

/** Requests of programs rather than of people, and what a kernel says because of them. As jupyter_server has it. */
const untracked: ReadonlySet<string> = new Set([
  ...["comm_info", "kernel_info", "shutdown", "interrupt", "debug"].flatMap((name) => [
    `${name}_request`,
    `${name}_reply`,
  ]),
  ...["stream", "display_data", "update_display_data", "execute_input", "execute_result", "error", "status"],
  ...["clear_output", "debug_event", "input_request", "input_reply"],
]);

const status = Buffer.from('"status"');

/** When a kernel was used last, and whether it works: told by its output. */
export class KernelActivity {
  lastActivity = new Date();
  #state: ExecutionState = "starting";
  readonly #changed: (state: ExecutionState) => void;

  /** @param changed is told each new state */
  constructor(changed: (state: ExecutionState) => void) {
    this.#changed = changed;
  }

  get state(): ExecutionState {
    return this.#state;
  }

  set state(state: ExecutionState) {
    if (state === this.#state) return;
    this.#state = state;
    this.#changed(state);
  }

  /** A kernel has answered: unless it has said more itself, it waits for work. */
  answered(): void {
    if (this.#state === "starting") this.state = "idle";
  }

  /** Looks at a message of the kernel; those of other channels than iopub say nothing of it. */
  observe({ channel, header, parentHeader, content }: WireMessage): void {
    if (channel !== "iopub") return;
    // A kernel that works may write a lot, and then all that matters is whether it has ended.
    if (this.#state === "busy" && !header.includes(status)) {
      this.lastActivity = new Date();
      return;
    }
    const { type } = readHeader(header);
    const parentIsTracked = isTracked(readHeader(parentHeader).type);
    if (this.#state === "busy" || isTracked(type) || parentIsTracked) this.lastActivity = new Date();
    if (type !== "status") return;
    // What a process says that is about to be replaced is no longer the kernel's state.
    if (this.#state === "restarting" || this.#state === "dead") return;
    const { execution_state: told } = readPart(content);
    // Questions of programs make a kernel busy for a moment, of which nobody wants to know.
    if (parentIsTracked && (told === "busy" || told === "idle")) this.state = told;
  }
}

/** A message without a parent has a type that nobody lists. */
function isTracked(type: string): boolean {
  return !untracked.has(type);
}
