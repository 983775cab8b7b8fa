import { isObject, References, type SchemaObject } from "@daybook/eventlog";

/** One of two schema documents that are compared, with the places of its parts. */
export class SchemaSide {
  readonly document: SchemaObject;
  readonly references: References;
  readonly #places = new Map<object, string>();

  constructor(document: SchemaObject) {
    this.document = document;
    this.references = new References(document);
    const waiting: (readonly [part: object, pointer: string])[] = [[document, ""]];
    for (const [part, pointer] of waiting) {
      this.#places.set(part, pointer);
      for (const [name, member] of Object.entries(part)) {
        if (typeof member === "object" && member !== null)
          waiting.push([member, `${pointer}/${escaped(name)}`]);
      }
    }
  }

  /** The JSON Pointer to a keyword of a part, or to what is named in it. */
  placeOf(part: SchemaObject, ...names: readonly string[]): string {
    return [this.#places.get(part) ?? "", ...names.map(escaped)].join("/");
  }

  /**
   * What the `$ref` of a part points to; nothing where there is none. Undefined for what only shows while validating,
   * and for what is no object.
   */
  target(part: SchemaObject): readonly SchemaObject[] | undefined {
    if (part.$dynamicRef !== undefined || part.$recursiveRef !== undefined) return undefined;
    const targets = this.references.follow(part);
    return targets.every((target) => this.#places.has(target)) ? targets : undefined;
  }

  /** The schemas for the first elements of an array, and the one for all after them. */
  itemsOf(part: SchemaObject): { readonly first: readonly unknown[]; readonly rest: unknown } {
    if (Array.isArray(part.items)) return { first: part.items, rest: part.additionalItems };
    const { prefixItems } = part;
    const first = this.references.knowsPrefixItems && Array.isArray(prefixItems) ? prefixItems : [];
    return { first, rest: part.items };
  }
}

/** The members of a keyword that maps names to schemas. */
export function membersOf(part: SchemaObject, keyword: string): readonly (readonly [string, unknown])[] {
  const value = part[keyword];
  return isObject(value) ? Object.entries(value) : [];
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
