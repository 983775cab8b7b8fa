import { readFileSync } from "node:fs";
import { systemCode } from "../files-on-disk/system-error.js";

/**
 * The process groups that a terminal's end concerns: that of its shell, and that of the program in the foreground, which
 * an interactive shell gives a group of its own. Where the system does not tell the latter, it gets the hang-up of the
 * terminal itself.
 *
 * @param pid of the shell, which leads a session of its own
 */
export function groupsOfTerminal(pid: number): ReadonlySet<number> {
  return new Set([pid, foregroundGroup(pid) ?? pid]);
}

/** Signals whole groups; those that have ended meanwhile are passed over. */
export function signalGroups(groups: Iterable<number>, signal: NodeJS.Signals): void {
  for (const group of groups) {
    try {
      process.kill(-group, signal);
    } catch {
      // None of its processes is left, or it belongs to somebody else (a program that `sudo` started).
    }
  }
}

/** True where there is no process of a number any more, not even one whose end nobody has asked for yet. */
export function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return systemCode(error) === "ESRCH";
  }
}

/** Only Linux tells it in a file: the sixth number after the name, which is in brackets and may hold anything. */
function foregroundGroup(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const group = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[5]);
    return group > 1 ? group : undefined;
  } catch {
    return undefined;
  }
}
