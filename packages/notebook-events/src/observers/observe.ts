import { checkpointsObserver } from "./checkpoints.js";
import { contentsObserver } from "./contents.js";
import type { Exchange } from "./exchange.js";
import { fileTransfersObserver } from "./file-transfers.js";
import { kernelsObserver } from "./kernels.js";
import type { Observation, Observer } from "./observer.js";
import { sessionKernelsObserver } from "./session-kernels.js";
import { sessionsObserver } from "./sessions.js";
import { terminalsObserver } from "./terminals.js";

/** Every observer of a notebook server. A new one is added to this list and nowhere else. */
export const observers: readonly Observer[] = [
  contentsObserver,
  checkpointsObserver,
  fileTransfersObserver,
  kernelsObserver,
  sessionsObserver,
  sessionKernelsObserver,
  terminalsObserver,
];

/**
 * The events of one finished REST call, from all observers. Most calls give none.
 *
 * @example
 * observe({ method: "DELETE", path: "api/contents/old%20notes.md", status: 204 });
 * // two observations of { action: "delete", path: "old notes.md" }: one for each contents schema
 */
export function observe(exchange: Exchange): Observation[] {
  const found: Observation[] = [];
  // No `flatMap`, which takes longer than most observers.
  for (const observer of observers) {
    for (const observation of observer.observe(exchange)) found.push(observation);
  }
  return found;
}
