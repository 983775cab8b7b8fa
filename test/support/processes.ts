import { readFileSync } from "node:fs";
import { vi } from "vitest";

/** True where a process runs. One that has ended and waits for its parent to take note does not. */
export function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    // Not a system that tells it this way, or gone meanwhile.
    return process.platform !== "linux";
  }
}

/** Waits until none of some processes runs any more. */
export async function haveEnded(...pids: number[]): Promise<void> {
  await vi.waitFor(
    () => {
      const left = pids.filter(runs);
      if (left.length > 0) throw new Error(`processes are left: ${left.join(", ")}`);
    },
    { timeout: 10_000, interval: 20 },
  );
}
