/** Gives out names of types: each once, however much what is to be named resembles something else. */
export class TypeNames {
  readonly #taken = new Set<string>();

  /**
   * A name for the events of a schema version: of the last part of the id, and of more of it where that is taken.
   *
   * @example
   * names.ofEvent("hub.jupyter.org/server-action", 1); // "ServerActionV1"
   */
  ofEvent(id: string, version: number | string): string {
    const last = `V${String(version).replace(/[^A-Za-z0-9]+/g, "_")}`;
    const parts = id
      .replace(/^https?:\/\//, "")
      .split("/")
      .map(pascalCase)
      .filter((part) => part !== "" && part.toLowerCase() !== last.toLowerCase());
    for (let from = parts.length - 1; from >= 0; from--) {
      const name = parts.slice(from).join("") + last;
      if (!this.#isTaken(name)) return this.free(name);
    }
    return this.free(parts.join("") + last);
  }

  /** A name that is not taken yet: the wanted one, or one that begins with it. */
  free(wanted: string): string {
    const base = /^[A-Za-z]/.test(wanted) ? wanted : `Event${wanted}`;
    let name = base;
    for (let count = 2; this.#isTaken(name); count++) name = `${base}_${count}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }

  #isTaken(name: string): boolean {
    return this.#taken.has(name.toLowerCase());
  }
}

/** `contents_service` as `ContentsService`; a letter after a digit is a capital, as the generator has it. */
export function pascalCase(text: string): string {
  return text
    .replace(/[^A-Za-z0-9]+/g, " ")
    .replace(/(^|[ \d])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replaceAll(" ", "");
}
