import { countIn } from "./execution-request.js";
import { readMembers } from "./json-members.js";

/** Why an execution was aborted: the kernel did not run it, or ended before it had answered. */
export type AbortReason = "skipped" | "restart" | "shutdown" | "died";

/** How an execution ended, as far as it is known. */
export interface ExecutionOutcome {
  readonly status?: "ok" | "error" | "abort";
  readonly abortReason?: AbortReason;
  readonly executionCount?: number;
  readonly errorName?: string;
}

/** Names of errors in any language, with the modules that they are in; a sentence could have anything in it. */
const nameOfError = /^[\p{L}_$][\p{L}\p{N}_$.:<>!?-]{0,127}$/u;

/** Reads the content of an `execute_reply`. */
export function readReply(content: Buffer): ExecutionOutcome {
  const members = readMembers(content, ["status", "execution_count", "ename"]);
  const count = countIn(members.execution_count);
  switch (members.status) {
    case "ok":
      return { status: "ok", ...count };
    case "error":
      return { status: "error", ...count, ...errorNameIn(members.ename) };
    // The protocol says `aborted`; older kernels wrote `abort`.
    case "aborted":
    case "abort":
      return { status: "abort", abortReason: "skipped", ...count };
    default:
      return count;
  }
}

/** Reads the content of an `error`, which a kernel tells all. */
export function readError(content: Buffer): ExecutionOutcome {
  return { status: "error", ...errorNameIn(readMembers(content, ["ename"]).ename) };
}

function errorNameIn(name: unknown): { errorName?: string } {
  return typeof name === "string" && nameOfError.test(name) ? { errorName: name } : {};
}
