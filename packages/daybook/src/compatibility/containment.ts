import type { SchemaObject } from "@daybook/eventlog";
import { type Audience, type Break, type Finding, undecided } from "./break.js";
import { branchFindings } from "./branch-rules.js";
import { Conjunction, membersNamed } from "./conjunction.js";
import { sameMeaning } from "./same-meaning.js";
import { membersOf, type SchemaSide } from "./schema-side.js";
import { valueFindings } from "./value-rules.js";

/** Schemas may be written so that a comparison never ends; past so many steps it gives up. */
const maximumSteps = 10_000;
const maximumNesting = 300;

/**
 * Looks for values that an inner schema admits and an outer one does not. For writers the inner one is the old schema,
 * for readers the new one. It finds a break for every such value there is, and where it cannot tell, one more.
 */
export class Containment {
  readonly #inner: SchemaSide;
  readonly #outer: SchemaSide;
  readonly #audience: Audience;
  /** Pairs that are being compared, with how deep in the event that began. */
  readonly #open = new Map<string, number>();
  readonly #numbers = new Map<SchemaObject, number>();
  readonly #same = new Map<string, boolean>();
  #steps = 0;

  constructor(inner: SchemaSide, outer: SchemaSide, audience: Audience) {
    this.#inner = inner;
    this.#outer = outer;
    this.#audience = audience;
  }

  /** The breaks between the two documents, in the order of the outer one. */
  breaks(): Break[] {
    const event = { type: "object" };
    const inner = new Conjunction(this.#inner, [this.#inner.document, event]);
    return this.#compare(inner, this.#outer.document, "", 0);
  }

  /**
   * @param place where the schema stands, for one that has no parts
   * @param depth how deep in the event
   */
  #compare(inner: Conjunction, schema: unknown, place: string, depth: number): Break[] {
    if (inner.isImpossible || schema === true || schema === undefined) return [];
    const outer = new Conjunction(this.#outer, [schema]);
    const key = `${this.#signature(inner)}|${this.#signature(outer)}`;
    const opened = this.#open.get(key);
    if (opened !== undefined) {
      // Deeper in the event it is the same question about a smaller value. Otherwise it goes round in a circle.
      return opened < depth ? [] : [this.#break(place, undecided("the schema refers to itself"))];
    }
    if (++this.#steps > maximumSteps || this.#open.size > maximumNesting)
      return [this.#break(place, undecided("the schemas are too entangled"))];
    this.#open.set(key, depth);
    try {
      if (outer.isImpossible) {
        return [this.#break(place, { writers: "is not accepted any more", readers: "may now be there" })];
      }
      const unknown = outer.unknown.filter((part) => !this.#isKept(inner, part));
      return [
        ...unknown.map((part) =>
          this.#break(this.#outer.placeOf(part), undecided("it refers to what changes")),
        ),
        ...outer.parts.flatMap((part) => this.#comparePart(inner, part, depth)),
      ];
    } finally {
      this.#open.delete(key);
    }
  }

  #comparePart(inner: Conjunction, part: SchemaObject, depth: number): Break[] {
    // Alike in all that counts, so that no keyword needs a look.
    if (this.#isKept(inner, part)) return [];
    const found: Break[] = valueFindings(inner, part).map(({ keyword, ...finding }) =>
      this.#certain(inner, this.#outer.placeOf(part, keyword), finding),
    );
    if (inner.kinds.includes("object")) found.push(...this.#compareMembers(inner, part, depth));
    if (inner.kinds.includes("array")) found.push(...this.#compareItems(inner, part, depth));
    const admits = (narrower: Conjunction, branch: unknown): boolean =>
      this.#compare(narrower, branch, "", depth).length === 0;
    for (const { keyword, ...finding } of branchFindings(inner, part, this.#outer, this.#audience, admits)) {
      found.push(this.#break(this.#outer.placeOf(part, keyword), finding));
    }
    return found;
  }

  #compareMembers(inner: Conjunction, part: SchemaObject, depth: number): Break[] {
    const found: Break[] = [];
    const place = (...names: string[]) => this.#outer.placeOf(part, ...names);
    for (const name of (part.required ?? []) as string[]) {
      if (inner.required.has(name)) continue;
      const finding = {
        writers: `property "${name}" is required now`,
        readers: `property "${name}" may be missing now`,
      };
      found.push(this.#certain(inner, place("required"), finding));
    }
    for (const [name, schema] of membersOf(part, "properties")) {
      const member = inner.member(name);
      const breaks = this.#compare(member, schema, place("properties", name), depth + 1);
      // Where anything goes, one sentence says it better than one for each keyword.
      if (breaks.length > 0 && member.parts.length === 0) {
        const finding = {
          writers: `is new: what else an event may hold under "${name}", which was not declared, is not accepted any more`,
          readers: `is not declared any more, and may now be anything`,
        };
        found.push(this.#certain(inner, place("properties", name), finding));
      } else found.push(...breaks);
    }
    for (const [pattern, schema] of membersOf(part, "patternProperties")) {
      const expression = new RegExp(pattern, "u");
      const members = [...inner.names]
        .filter((name) => expression.test(name))
        .map((name) => inner.member(name));
      for (const member of [...members, inner.memberMatching(pattern)]) {
        found.push(...this.#compare(member, schema, place("patternProperties", pattern), depth + 1));
      }
    }
    found.push(...this.#compareOthers(inner, part, depth));
    if (part.propertyNames !== undefined) {
      const names = new Conjunction(this.#inner, [{ type: "string" }, ...inner.stated("propertyNames")]);
      found.push(...this.#compare(names, part.propertyNames, place("propertyNames"), depth + 1));
    }
    return found;
  }

  /** Compares members whose names the outer schema does not declare. */
  #compareOthers(inner: Conjunction, part: SchemaObject, depth: number): Break[] {
    const schema = part.additionalProperties;
    // Readers pass over what they do not know.
    if (schema === undefined || schema === true || (schema === false && this.#audience === "readers"))
      return [];
    const place = this.#outer.placeOf(part, "additionalProperties");
    const isOther = (name: string): boolean => membersNamed(part, name).length === 0;
    const own = new Set(membersOf(part, "patternProperties").map(([pattern]) => pattern));
    const members: (readonly [words: string, member: Conjunction])[] = [
      ...[...inner.names].filter(isOther).map((name) => [`property "${name}"`, inner.member(name)] as const),
      ...[...inner.patterns]
        .filter((pattern) => !own.has(pattern))
        .map((pattern) => [`properties /${pattern}/`, inner.memberMatching(pattern)] as const),
      ["properties that the schema does not name", inner.otherMember],
    ];
    return members.flatMap(([words, member]) => {
      if (schema !== false) return this.#compare(member, schema, place, depth + 1);
      if (member.isImpossible) return [];
      const finding = { writers: `is not accepted any more: ${words}`, readers: "" };
      return [this.#certain(inner, place, finding)];
    });
  }

  #compareItems(inner: Conjunction, part: SchemaObject, depth: number): Break[] {
    const { first, rest } = this.#outer.itemsOf(part);
    const restKeyword = Array.isArray(part.items) ? "additionalItems" : "items";
    const firstKeyword = Array.isArray(part.items) ? "items" : "prefixItems";
    const most = inner.limit("maxItems", Math.min) ?? Number.POSITIVE_INFINITY;
    const found: Break[] = [];
    for (let index = 0; index <= Math.max(first.length, inner.tupleLength) && index < most; index++) {
      const isFirst = index < first.length;
      const place = isFirst
        ? this.#outer.placeOf(part, firstKeyword, String(index))
        : this.#outer.placeOf(part, restKeyword);
      found.push(...this.#compare(inner.item(index), isFirst ? first[index] : rest, place, depth + 1));
    }
    return found;
  }

  /** Whether one of the parts asks for the same; remembered, as the same two meet in many places. */
  #isKept(inner: Conjunction, part: SchemaObject): boolean {
    return inner.parts.some((each) => {
      const key = `${this.#number(each)},${this.#number(part)}`;
      let isSame = this.#same.get(key);
      if (isSame === undefined) {
        isSame = sameMeaning(each, this.#inner, part, this.#outer);
        this.#same.set(key, isSame);
      }
      return isSame;
    });
  }

  /** A break, unless something that cannot be compared may exclude what is behind it. */
  #certain(inner: Conjunction, place: string, finding: Finding): Break {
    if (!inner.hasBranches) return this.#break(place, finding);
    return this.#break(place, {
      writers: `cannot be told, but perhaps ${finding.writers}`,
      readers: `cannot be told, but perhaps ${finding.readers}`,
    });
  }

  #break(place: string, finding: Finding): Break {
    return { place, message: finding[this.#audience] };
  }

  #signature({ parts, isImpossible }: Conjunction): string {
    const numbers = parts.map((part) => this.#number(part));
    return `${isImpossible}:${numbers.sort((left, right) => left - right).join()}`;
  }

  #number(part: SchemaObject): number {
    const number = this.#numbers.get(part) ?? this.#numbers.size;
    this.#numbers.set(part, number);
    return number;
  }
}
