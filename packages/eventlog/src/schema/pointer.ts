/**
 * Where a part stands in a document, as a JSON Pointer; undefined where it does not. Looked for only when something is
 * wrong with it.
 */
export function pointerTo(document: object, part: object): string | undefined {
  const waiting: (readonly [value: object, pointer: string])[] = [[document, ""]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, pointer] = next;
    if (value === part) return pointer;
    for (const [name, member] of Object.entries(value)) {
      if (typeof member === "object" && member !== null) waiting.push([member, below(pointer, name)]);
    }
  }
  return undefined;
}

/** The pointer to a member or element of what a pointer points to. */
export function below(pointer: string, ...names: readonly (string | number)[]): string {
  let path = pointer;
  for (const name of names) path += `/${typeof name === "number" ? name : escaped(name)}`;
  return path;
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
