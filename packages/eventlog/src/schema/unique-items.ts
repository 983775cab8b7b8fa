import type { Ajv, SchemaValidateFunction } from "ajv";

/**
 * Gives Ajv another `uniqueItems`. Its own compares each item with each other, so that one list of a megabyte keeps the
 * process busy for many minutes; and a schema's list of values is one too.
 */
export function useQuickUniqueItems(ajv: Ajv): Ajv {
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({ keyword: "uniqueItems", type: "array", schemaType: "boolean", validate });
  return ajv;
}

const validate: SchemaValidateFunction = (unique: boolean, items: readonly unknown[]) => {
  const equal = unique ? lastEqualItems(items) : undefined;
  if (equal === undefined) return true;
  const [j, i] = equal;
  const message = `must NOT have duplicate items (items ## ${j} and ${i} are identical)`;
  validate.errors = [{ keyword: "uniqueItems", params: { i, j }, message }];
  return false;
};

/** The positions of the last two equal items. */
function lastEqualItems(items: readonly unknown[]): readonly [number, number] | undefined {
  const scalars = new Map<unknown, number>();
  const structures = new Map<string, number>();
  let found: readonly [number, number] | undefined;
  for (const [index, item] of items.entries()) {
    const isStructure = typeof item === "object" && item !== null;
    const positions: Map<unknown, number> = isStructure ? structures : scalars;
    const key = isStructure ? canonical(item) : item;
    const earlier = positions.get(key);
    if (earlier !== undefined) found = [earlier, index];
    positions.set(key, index);
  }
  return found;
}

/** JSON in which equal values are equal text, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical((value as Record<string, unknown>)[name])}`);
  return `{${members.join(",")}}`;
}
