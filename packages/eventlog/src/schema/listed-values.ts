/**
 * Whether a value is one of those that a schema lists, however many they are. Numbers, texts and the like are looked up;
 * lists and objects are, too, by their JSON in which equal ones are equal text.
 */
export function listedValues(values: readonly unknown[]): (value: unknown) => boolean {
  const scalars = new Set(values.filter((value) => !isStructure(value)));
  const structures = new Set(values.filter(isStructure).map(canonical));
  return (value) =>
    isStructure(value) ? structures.size > 0 && structures.has(canonical(value)) : scalars.has(value);
}

/** True for what has parts. */
export function isStructure(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** JSON in which equal values are equal text, whatever the order of their keys. */
export function canonical(value: unknown): string {
  if (!isStructure(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical((value as Record<string, unknown>)[name])}`);
  return `{${members.join(",")}}`;
}
