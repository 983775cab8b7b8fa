import type { WatchedCall } from "./route-observer.js";
import type { Watch } from "./watched-routes.js";

/** The path at which is asked how it was before a call; none where no event tells that. */
export function priorStatePath({ place, watch, schemas }: WatchedCall): string | undefined {
  return watch.priorState === undefined || schemas.length === 0 ? undefined : place.baseUrl + place.path;
}

/**
 * How it was before a call.
 *
 * @param before what was answered at {@link priorStatePath}
 * @param after what the call was answered
 */
export function priorStateOf({ priorState }: Watch, before: unknown, after: unknown): unknown {
  if (priorState !== "list") return before;
  const id = (after as { id?: unknown } | undefined)?.id;
  if (!Array.isArray(before) || id === undefined) return undefined;
  return before.find((each: { id?: unknown } | null) => each?.id === id);
}
