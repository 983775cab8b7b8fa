/** Functions in the order in which they were added, each for one schema or for all. */
export class PerSchema<Member> {
  readonly #entries: { readonly schema: string | undefined; readonly member: Member }[] = [];

  get size(): number {
    return this.#entries.length;
  }

  add(member: Member, schema: string | undefined): void {
    this.#entries.push({ schema, member });
  }

  /** Removes a member wherever it was added; with a schema, only what was added for that one. */
  remove(member: Member, schema: string | undefined): void {
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      const entry = this.#entries[index];
      const meant = schema === undefined || schema === entry?.schema;
      if (meant && entry?.member === member) this.#entries.splice(index, 1);
    }
  }

  /** Those for a schema. A list of its own, as a member that is called may add or remove others. */
  of(schema: string): Member[] {
    const found: Member[] = [];
    for (const entry of this.#entries) {
      if (entry.schema === undefined || entry.schema === schema) found.push(entry.member);
    }
    return found;
  }
}
