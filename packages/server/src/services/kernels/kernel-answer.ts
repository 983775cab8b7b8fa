import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { type ServerError, serverError } from "../../errors.js";
import type { Kernel } from "./kernel.js";

/**
 * Resolves with the next answer of a process of a kernel.
 *
 * @param patience in seconds
 * @throws {Error} saying why there is none
 */
export async function nextAnswer(kernel: Kernel, patience: number): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const without = (ending: Promise<unknown>, why: string) =>
    ending.then(() => Promise.reject(new Error(why)));
  try {
    await Promise.race([
      once(kernel, "ready", { signal }),
      without(once(kernel, "closed", { signal }), "it has ended"),
      without(pause(patience * 1000, undefined, { signal }), "it does not answer"),
    ]);
  } finally {
    waiting.abort();
  }
}

/** The answer to who wanted a kernel. The texts of the system's errors have paths in them, so that their codes must do. */
export function notStarted(name: string, cause: unknown): ServerError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const text = `The kernel ${name} could not be started: ${code ?? message}`;
  return serverError("kernel-not-started", text, { cause });
}
