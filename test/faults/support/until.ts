import { setTimeout as pause } from "node:timers/promises";

/** Resolves once a condition holds of which nobody tells: looking takes a fifth of the time at most. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (;;) {
    const began = performance.now();
    if (await condition()) return;
    await pause(Math.max(5, 4 * (performance.now() - began)));
  }
}
