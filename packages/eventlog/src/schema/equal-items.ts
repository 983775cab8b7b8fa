import { canonical, isStructure } from "./listed-values.js";

/** The positions of the last two equal items, found without comparing each with each other. */
export function lastEqualItems(items: readonly unknown[]): readonly [number, number] | undefined {
  const scalars = new Map<unknown, number>();
  const structures = new Map<string, number>();
  let found: readonly [number, number] | undefined;
  for (const [index, item] of items.entries()) {
    const positions: Map<unknown, number> = isStructure(item) ? structures : scalars;
    const key = isStructure(item) ? canonical(item) : item;
    const earlier = positions.get(key);
    if (earlier !== undefined) found = [earlier, index];
    positions.set(key, index);
  }
  return found;
}
