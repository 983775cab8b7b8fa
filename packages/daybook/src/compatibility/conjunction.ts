import { isObject, type SchemaObject } from "@daybook/eventlog";
import { canonical } from "./canonical.js";
import { allKinds, type Kind, kindOf, kindsOf } from "./kinds.js";
import { membersOf, type SchemaSide } from "./schema-side.js";

/** Schemas that all have to hold for one value: those given, and what they reach through `allOf` and `$ref`. */
export class Conjunction {
  readonly side: SchemaSide;
  readonly parts: readonly SchemaObject[];
  /** No value can match: one of the schemas is `false`, or no kind of value is left. */
  readonly isImpossible: boolean;
  /** What values can be as far as `type`, `enum` and `const` tell. */
  readonly kinds: readonly Kind[];
  /** All values that there can be, where the schemas list them. */
  readonly values: readonly unknown[] | undefined;
  /** Parts whose references cannot be followed: they may ask for more. */
  readonly unknown: readonly SchemaObject[];

  constructor(side: SchemaSide, schemas: readonly unknown[]) {
    this.side = side;
    const parts = new Set<SchemaObject>();
    const unknown: SchemaObject[] = [];
    let isFalse = false;
    const add = (schema: unknown): void => {
      if (schema === false) isFalse = true;
      if (isObject(schema)) parts.add(schema);
    };
    schemas.forEach(add);
    // A set may grow while it is walked.
    for (const part of parts) {
      if (Array.isArray(part.allOf)) part.allOf.forEach(add);
      const targets = side.target(part);
      if (targets === undefined) unknown.push(part);
      else targets.forEach(add);
    }
    this.parts = [...parts];
    this.unknown = unknown;
    const values = listedValues(this.parts);
    const stated = allKinds.filter((kind) => this.parts.every((part) => kindsOf(part).includes(kind)));
    this.values = values?.filter((value) => stated.includes(kindOf(value))) ?? valuesOfKinds(stated);
    const present = this.values?.map(kindOf);
    this.kinds = present === undefined ? stated : stated.filter((kind) => present.includes(kind));
    this.isImpossible = isFalse || this.kinds.length === 0;
  }

  /** The same with more schemas. */
  with(...schemas: readonly unknown[]): Conjunction {
    return new Conjunction(this.side, [...this.parts, ...schemas, ...(this.isImpossible ? [false] : [])]);
  }

  /** What the parts say in a keyword, where they use it. */
  stated(keyword: string): unknown[] {
    return this.parts.filter((part) => Object.hasOwn(part, keyword)).map((part) => part[keyword]);
  }

  /** The largest or smallest number that the parts state. */
  limit(keyword: string, choose: (...limits: number[]) => number): number | undefined {
    const limits = this.stated(keyword).filter((limit) => typeof limit === "number");
    return limits.length === 0 ? undefined : choose(...limits);
  }

  get required(): ReadonlySet<string> {
    return new Set(this.stated("required").flat() as string[]);
  }

  /** The names in `properties`. */
  get names(): ReadonlySet<string> {
    return new Set(this.parts.flatMap((part) => membersOf(part, "properties").map(([name]) => name)));
  }

  get patterns(): ReadonlySet<string> {
    return new Set(this.parts.flatMap((part) => membersOf(part, "patternProperties").map(([text]) => text)));
  }

  /** What a member of a name has to match. */
  member(name: string): Conjunction {
    return new Conjunction(
      this.side,
      this.parts.flatMap((part) => {
        const found = membersNamed(part, name);
        return found.length > 0 ? found : [part.additionalProperties];
      }),
    );
  }

  /** What a member has to match whose name nothing declares but, perhaps, patterns: this one for certain. */
  memberMatching(pattern: string): Conjunction {
    return new Conjunction(
      this.side,
      this.parts.map((part) => {
        const patterns = membersOf(part, "patternProperties");
        const found = patterns.find(([text]) => text === pattern);
        if (found !== undefined) return found[1];
        // Its name may match the patterns that there are, and then this does not apply.
        return patterns.length === 0 ? part.additionalProperties : true;
      }),
    );
  }

  /** What a member has to match whose name nothing declares. */
  get otherMember(): Conjunction {
    return new Conjunction(this.side, this.stated("additionalProperties"));
  }

  /** What an element of an array has to match. */
  item(index: number): Conjunction {
    return new Conjunction(
      this.side,
      this.parts.map((part) => {
        const { first, rest } = this.side.itemsOf(part);
        return index < first.length ? first[index] : rest;
      }),
    );
  }

  /** How many elements at the start of an array have schemas of their own. */
  get tupleLength(): number {
    return Math.max(0, ...this.parts.map((part) => this.side.itemsOf(part).first.length));
  }

  /** True where there is more to it than what can be compared: branches and conditions. */
  get hasBranches(): boolean {
    return (
      this.unknown.length > 0 ||
      this.parts.some((part) => branchKeywords.some((keyword) => Object.hasOwn(part, keyword)))
    );
  }
}

const branchKeywords = [
  "anyOf",
  "oneOf",
  "not",
  "if",
  "dependencies",
  "dependentSchemas",
  "dependentRequired",
];

/** The schemas that `properties` and `patternProperties` of a part have for a name. */
export function membersNamed(part: SchemaObject, name: string): unknown[] {
  const declared = membersOf(part, "properties").filter(([each]) => each === name);
  const matching = membersOf(part, "patternProperties").filter(([text]) => new RegExp(text, "u").test(name));
  return [...declared, ...matching].map(([, schema]) => schema);
}

function listedValues(parts: readonly SchemaObject[]): readonly unknown[] | undefined {
  let values: readonly unknown[] | undefined;
  for (const part of parts) {
    for (const list of listsOf(part)) {
      const texts = new Set(list.map(canonical));
      values = values?.filter((value) => texts.has(canonical(value))) ?? list;
    }
  }
  return values;
}

/** The lists of values in a part. */
export function listsOf(part: SchemaObject): (readonly unknown[])[] {
  const lists: (readonly unknown[])[] = [];
  if (Array.isArray(part.enum)) lists.push(part.enum);
  if (Object.hasOwn(part, "const")) lists.push([part.const]);
  return lists;
}

function valuesOfKinds(kinds: readonly Kind[]): readonly unknown[] | undefined {
  if (!kinds.every((kind) => kind === "boolean" || kind === "null")) return undefined;
  return kinds.flatMap<unknown>((kind) => (kind === "boolean" ? [true, false] : [null]));
}
