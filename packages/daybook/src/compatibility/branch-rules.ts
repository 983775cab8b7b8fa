import type { SchemaObject } from "@daybook/eventlog";
import { type Audience, undecided } from "./break.js";
import { canonical } from "./canonical.js";
import type { Conjunction } from "./conjunction.js";
import { kindsOf } from "./kinds.js";
import { sameMeaning } from "./same-meaning.js";
import type { SchemaSide } from "./schema-side.js";
import type { KeywordFinding } from "./value-rules.js";

/** Keywords that mean something only together. What they ask for is kept where all are as they were. */
const groups: readonly (readonly string[])[] = [
  ["oneOf"],
  ["not"],
  ["if", "then", "else"],
  ["contains", "minContains", "maxContains"],
  ["dependencies"],
  ["dependentSchemas"],
  ["dependentRequired"],
];

/**
 * Compares branches and conditions. Whether they are kept can often not be told; it is never said where they are not.
 *
 * @param admits tells whether a branch holds for all values of a conjunction
 */
export function branchFindings(
  inner: Conjunction,
  part: SchemaObject,
  outer: SchemaSide,
  audience: Audience,
  admits: (narrower: Conjunction, branch: unknown) => boolean,
): KeywordFinding[] {
  const found: KeywordFinding[] = [];
  const refuse = (keyword: string) => found.push({ keyword, ...undecided(`${keyword} was changed`) });
  for (const group of groups) {
    const own = pick(part, group);
    const keyword = group.find((each) => Object.hasOwn(part, each));
    if (keyword === undefined || asksNothing(part, keyword, inner)) continue;
    const isKept = inner.parts.some((each) => sameMeaning(pick(each, group), inner.side, own, outer));
    if (!isKept) refuse(keyword);
  }
  if (Array.isArray(part.anyOf) && !isAnyOfKept(inner, part.anyOf, admits)) refuse("anyOf");
  for (const keyword of ["unevaluatedProperties", "unevaluatedItems"]) {
    const value = part[keyword];
    const isOpen = value === undefined || value === true;
    // Readers pass over properties that they do not know. What else it means hangs on all that stands beside it.
    const isPassedOver = keyword === "unevaluatedProperties" && value === false && audience === "readers";
    if (!isOpen && !isPassedOver && concerns(keyword, inner)) refuse(keyword);
  }
  return found;
}

function isAnyOfKept(
  inner: Conjunction,
  branches: readonly unknown[],
  admits: (narrower: Conjunction, branch: unknown) => boolean,
): boolean {
  const isAdmitted = (narrower: Conjunction): boolean => branches.some((branch) => admits(narrower, branch));
  if (isAdmitted(inner)) return true;
  const isEachAdmitted = (cases: readonly Conjunction[]): boolean =>
    cases.length > 1 && cases.every(isAdmitted);
  // Each of its own branches, each type, or each value by itself may find one.
  const own = inner.parts.flatMap(({ anyOf, oneOf }) => [anyOf, oneOf]).filter((each) => Array.isArray(each));
  if (own.some((cases) => isEachAdmitted(cases.map((each) => inner.with(each))))) return true;
  if (inner.values !== undefined && inner.values.length <= 100) {
    return isEachAdmitted(inner.values.map((value) => inner.with({ const: value })));
  }
  const types = ["array", "boolean", "null", "number", "object", "string"];
  const possible = types.filter((type) => kindsOf({ type }).some((kind) => inner.kinds.includes(kind)));
  return isEachAdmitted(possible.map((type) => inner.with({ type })));
}

function pick(part: SchemaObject, keywords: readonly string[]): SchemaObject {
  return Object.fromEntries(
    keywords.filter((each) => Object.hasOwn(part, each)).map((each) => [each, part[each]]),
  );
}

function asksNothing(part: SchemaObject, keyword: string, inner: Conjunction): boolean {
  if (!concerns(keyword, inner)) return true;
  if (keyword === "if") return part.then === undefined && part.else === undefined;
  // Without the keyword that they belong to, these are ignored.
  if (["then", "else", "minContains", "maxContains"].includes(keyword)) return true;
  return canonical(part[keyword]) === "{}" && keyword.startsWith("depend");
}

function concerns(keyword: string, { kinds }: Conjunction): boolean {
  if (keyword === "unevaluatedProperties" || keyword.startsWith("depend")) return kinds.includes("object");
  if (keyword === "unevaluatedItems" || keyword === "contains") return kinds.includes("array");
  return true;
}
