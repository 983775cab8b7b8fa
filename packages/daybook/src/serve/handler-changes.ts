import { isDeepStrictEqual } from "node:util";
import type { ConfiguredHandler } from "../configuration/configured-handler.js";

/** What has to happen so that the handlers of one configuration become those of another. */
export interface HandlerChanges {
  /** The handlers that stay as they are, with where they stand in the new configuration. */
  readonly kept: readonly ConfiguredHandler[];
  readonly removed: readonly ConfiguredHandler[];
  readonly added: readonly ConfiguredHandler[];
  /** One takes the place of another, which may have had the same file. */
  readonly replaced: readonly { readonly old: ConfiguredHandler; readonly next: ConfiguredHandler }[];
}

/**
 * Compares the handlers of two configurations. Those described in the same words are the same; of the others, one takes
 * the place of the one that goes by the same name, or else that comes in the same turn.
 */
export function handlerChanges(
  before: readonly ConfiguredHandler[],
  after: readonly ConfiguredHandler[],
): HandlerChanges {
  const old = [...before];
  const next = [...after];
  const same = pairs(old, next, (left, right) => isDeepStrictEqual(left.description, right.description));
  const renewed = pairs(old, next, (left, right) => left.label === right.label);
  const others = pairs(old, next, () => true);
  return {
    kept: same.map((pair) => ({ ...pair.old, place: pair.next.place })),
    replaced: [...renewed, ...others],
    removed: old,
    added: next,
  };
}

/** Takes out of both lists what belongs together. */
function pairs(
  before: ConfiguredHandler[],
  after: ConfiguredHandler[],
  belong: (old: ConfiguredHandler, next: ConfiguredHandler) => boolean,
) {
  return [...before].flatMap((old) => {
    const index = after.findIndex((candidate) => belong(old, candidate));
    if (index < 0) return [];
    const [next] = after.splice(index, 1) as [ConfiguredHandler];
    before.splice(before.indexOf(old), 1);
    return [{ old, next }];
  });
}
