import { type EventPlace, eventPlace, type SchemaObject, unrestrictedCategories } from "@daybook/eventlog";
import type { Break } from "./break.js";
import type { SchemaSide } from "./schema-side.js";

/** What the same policy makes of the events of a new version, compared with those of the old one. */
export interface PolicyChanges {
  /** Recorded before, and `null` now, unless more is allowed. */
  readonly withheld: readonly Break[];
  /** `null` before, unless more was allowed, and recorded now. */
  readonly revealed: readonly Break[];
}

/** Where it is, in both versions, and which categories have to be allowed for what stands around it. */
interface Step {
  readonly old: EventPlace;
  readonly young: EventPlace;
  readonly oldOuter: ReadonlySet<string>;
  readonly youngOuter: ReadonlySet<string>;
  /** Pointer for what has no place of its own in the new document. */
  readonly around: string;
}

/** Compares the categories of every property that both versions declare, and of the parts inside them. */
export function policyChanges(old: SchemaSide, young: SchemaSide): PolicyChanges {
  const withheld: Break[] = [];
  const revealed: Break[] = [];
  const seen = new Set<string>();
  const numbers = new Map<SchemaObject, number>();
  const numberOf = (schema: SchemaObject): number => {
    const number = numbers.get(schema) ?? numbers.size;
    numbers.set(schema, number);
    return number;
  };

  const visit = ({ old: oldPlace, young: youngPlace, oldOuter, youngOuter, around }: Step): void => {
    const before = needed(oldPlace, oldOuter);
    const after = needed(youngPlace, youngOuter);
    const key = [
      oldPlace.signature(numberOf),
      youngPlace.signature(numberOf),
      ...[...before, "|", ...after],
    ].join(" ");
    if (seen.has(key)) return;
    seen.add(key);
    const [nearest] = youngPlace.schemas;
    const place = nearest === undefined ? around : young.placeOf(nearest);
    // What changes around it is told there.
    const more = [...after].filter((each) => !before.has(each) && !youngOuter.has(each));
    const less = [...before].filter((each) => !after.has(each) && !oldOuter.has(each));
    if (more.length > 0) {
      withheld.push({ place, message: `is withheld now unless ${inWords(more)} allowed` });
    }
    if (less.length > 0) {
      revealed.push({ place, message: `is recorded now also where ${inWords(less)} not allowed` });
    }
    const outer = { oldOuter: before, youngOuter: after, around: place };
    for (const [below, other] of partsOf(oldPlace, youngPlace)) visit({ old: below, young: other, ...outer });
  };

  const [oldRoot, youngRoot] = [eventPlace(old.document), eventPlace(young.document)];
  const none: ReadonlySet<string> = new Set();
  const names = oldRoot.propertyNames.filter((name) => youngRoot.declares(name));
  const patterns = oldRoot.patterns.filter((pattern) => youngRoot.patterns.includes(pattern));
  const pairs = [
    ...names.map((name) => [oldRoot.property(name), youngRoot.property(name)] as const),
    ...patterns.map((text) => [oldRoot.membersMatching(text), youngRoot.membersMatching(text)] as const),
  ];
  for (const [below, other] of pairs) {
    visit({ old: below, young: other, oldOuter: none, youngOuter: none, around: "" });
  }
  return { withheld, revealed };
}

/** Properties that the new version does not declare any more: whatever they hold, `null` is recorded. */
export function undeclaredNow(old: SchemaSide, young: SchemaSide): Break[] {
  const [oldRoot, youngRoot] = [eventPlace(old.document), eventPlace(young.document)];
  return oldRoot.propertyNames
    .filter((name) => !youngRoot.declares(name))
    .map((name) => {
      const declaring = oldRoot.schemas.find((schema) => Object.hasOwn(schema.properties ?? {}, name));
      const place = old.placeOf(declaring ?? old.document, "properties", name);
      return { place, message: "is not declared any more: it is missing, or recorded as null" };
    });
}

/** The categories without which a value is withheld: those of what it stands in count too. */
function needed({ categories }: EventPlace, outer: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...outer, ...categories.filter((category) => !unrestrictedCategories.includes(category))]);
}

function partsOf(old: EventPlace, young: EventPlace): (readonly [EventPlace, EventPlace])[] {
  const names = new Set([...old.propertyNames, ...young.propertyNames]);
  const patterns = new Set([...old.patterns, ...young.patterns]);
  const elements = Math.max(old.tupleLength, young.tupleLength) + 1;
  const pairs: (readonly [EventPlace, EventPlace])[] = [
    ...[...names].map((name) => [old.property(name), young.property(name)] as const),
    ...[...patterns].map((text) => [old.membersMatching(text), young.membersMatching(text)] as const),
    [old.otherMembers, young.otherMembers],
    ...Array.from({ length: elements }, (_, index) => [old.item(index), young.item(index)] as const),
  ];
  return pairs.filter(([one, other]) => one.schemas.length > 0 || other.schemas.length > 0);
}

function inWords(categories: readonly string[]): string {
  return `${categories.join(", ")} ${categories.length === 1 ? "is" : "are"}`;
}
