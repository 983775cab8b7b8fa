import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** True while a process runs. One that has ended, but is still listed as nobody has asked how, does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    // Either it has just ended, or this system has no such files.
    return process.platform !== "linux";
  }
}

/** Resolves when something has become true of which nobody tells, such as the end of another program's process. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(20);
}

/** Resolves when none of some processes runs any more. */
export function haveEnded(...pids: number[]): Promise<void> {
  return until(() => !pids.some(isRunning));
}
