import type { SchemaObject } from "@daybook/eventlog";
import { type Finding, undecided } from "./break.js";
import { canonical } from "./canonical.js";
import { type Conjunction, listsOf } from "./conjunction.js";
import { type Kind, kindsInWords, kindsOf, numbers } from "./kinds.js";

/** What a keyword of the wider schema asks of values, and what of it the narrower one leaves open. */
export interface KeywordFinding extends Finding {
  readonly keyword: string;
}

/**
 * Compares the keywords that look at a value by itself: its type, list of values, size and form.
 *
 * @param inner what is known of the values
 * @param part what they are to match
 */
export function valueFindings(inner: Conjunction, part: SchemaObject): KeywordFinding[] {
  const rules = [typeFinding, enumFinding, ...limits.map(limitRule), multipleOfFinding, uniqueFinding];
  return [...rules, patternFinding, formatFinding]
    .map((rule) => rule(inner, part))
    .filter((finding) => finding !== undefined);
}

type Rule = (inner: Conjunction, part: SchemaObject) => KeywordFinding | undefined;

const typeFinding: Rule = (inner, part) => {
  const kinds = kindsOf(part);
  const more = inner.kinds.filter((kind) => !kinds.includes(kind));
  if (more.length === 0) return undefined;
  const words = kindsInWords(more);
  return { keyword: "type", writers: `is not accepted any more: ${words}`, readers: `may now be ${words}` };
};

const enumFinding: Rule = (inner, part) => {
  for (const list of listsOf(part)) {
    const keyword = list === part.enum ? "enum" : "const";
    const texts = new Set(list.map(canonical));
    const more = inner.values?.filter((value) => !texts.has(canonical(value)));
    if (more === undefined) {
      const words = `other values than ${listed(list)}`;
      return { keyword, writers: `is not accepted any more: ${words}`, readers: `may now have ${words}` };
    }
    if (more.length === 0) continue;
    const words = listed(more);
    return { keyword, writers: `is not accepted any more: ${words}`, readers: `may now be ${words}` };
  }
  return undefined;
};

function listed(values: readonly unknown[]): string {
  const shown = values.slice(0, 10).map((value) => {
    const text = JSON.stringify(value);
    return text.length > 60 ? `${text.slice(0, 60)}…` : text;
  });
  return [...shown, ...(values.length > 10 ? [`${values.length - 10} more`] : [])].join(", ");
}

interface Limit {
  readonly keyword: string;
  readonly kinds: readonly Kind[];
  readonly lower: boolean;
  /** What is measured, as the end of a sentence. */
  readonly what: string;
  /** Another keyword that limits the same, and how: itself the strict one, or this one is. */
  readonly sibling?: string;
  readonly strict?: boolean;
}

const limits: readonly Limit[] = [
  { keyword: "minimum", kinds: numbers, lower: true, what: "", sibling: "exclusiveMinimum" },
  { keyword: "maximum", kinds: numbers, lower: false, what: "", sibling: "exclusiveMaximum" },
  { keyword: "exclusiveMinimum", kinds: numbers, lower: true, what: "", sibling: "minimum", strict: true },
  { keyword: "exclusiveMaximum", kinds: numbers, lower: false, what: "", sibling: "maximum", strict: true },
  { keyword: "minLength", kinds: ["string"], lower: true, what: " characters" },
  { keyword: "maxLength", kinds: ["string"], lower: false, what: " characters" },
  { keyword: "minItems", kinds: ["array"], lower: true, what: " elements" },
  { keyword: "maxItems", kinds: ["array"], lower: false, what: " elements" },
  { keyword: "minProperties", kinds: ["object"], lower: true, what: " properties" },
  { keyword: "maxProperties", kinds: ["object"], lower: false, what: " properties" },
];

function limitRule(rule: Limit): Rule {
  const { keyword, kinds, lower, what } = rule;
  return (inner, part) => {
    const asked = part[keyword];
    if (typeof asked !== "number" || !kinds.some((kind) => inner.kinds.includes(kind))) return undefined;
    if (what !== "" && lower && asked <= 0) return undefined;
    if (isKept(inner, rule, asked)) return undefined;
    const beyond = rule.strict
      ? `${asked} or ${lower ? "less" : "more"}`
      : `${lower ? "less" : "more"} than ${asked}`;
    return {
      keyword,
      writers: `is not accepted any more: ${beyond}${what}`,
      readers: `may now ${what === "" ? "be" : "have"} ${beyond}${what}`,
    };
  };
}

function isKept(inner: Conjunction, rule: Limit, asked: number): boolean {
  const { keyword, lower, sibling, strict = false, kinds } = rule;
  const reaches = (limit: number): boolean => (lower ? limit >= asked : limit <= asked);
  const choose = lower ? Math.max : Math.min;
  if (kinds === numbers && inner.values !== undefined) {
    const values = inner.values.filter((value) => typeof value === "number");
    return values.every((value) => (strict ? reaches(value) && value !== asked : reaches(value)));
  }
  const own = inner.limit(keyword, choose);
  if (own !== undefined && reaches(own)) return true;
  const other = sibling === undefined ? undefined : inner.limit(sibling, choose);
  // A limit that is itself allowed keeps one that is not only where there is room between them.
  return other !== undefined && reaches(other) && !(strict && other === asked);
}

const multipleOfFinding: Rule = (inner, part) => {
  const keyword = "multipleOf";
  const asked = part[keyword];
  if (typeof asked !== "number" || !numbers.some((kind) => inner.kinds.includes(kind))) return undefined;
  if (asked === 1 && !inner.kinds.includes("fraction")) return undefined;
  const known = inner.stated(keyword) as number[];
  const isWhole = (each: number): boolean => Number.isInteger(each) && Number.isInteger(asked);
  if (known.some((each) => each === asked || (isWhole(each) && each % asked === 0))) return undefined;
  if (known.length > 0 || inner.values !== undefined)
    return { keyword, ...undecided("multipleOf was changed") };
  const words = `numbers that are no multiple of ${asked}`;
  return { keyword, writers: `is not accepted any more: ${words}`, readers: `may now hold ${words}` };
};

const uniqueFinding: Rule = (inner, part) => {
  const keyword = "uniqueItems";
  if (part[keyword] !== true || !inner.kinds.includes("array")) return undefined;
  if (inner.stated(keyword).includes(true)) return undefined;
  const words = "a list that holds something twice";
  return { keyword, writers: `is not accepted any more: ${words}`, readers: `may now be ${words}` };
};

const patternFinding: Rule = (inner, part) => {
  const keyword = "pattern";
  if (part[keyword] === undefined || !inner.kinds.includes("string")) return undefined;
  const known = inner.stated(keyword);
  if (known.includes(part[keyword])) return undefined;
  if (known.length > 0 || inner.values !== undefined)
    return { keyword, ...undecided("the pattern was changed") };
  const words = `text that does not match ${part[keyword]}`;
  return { keyword, writers: `is not accepted any more: ${words}`, readers: `may now be ${words}` };
};

/** `ajv-formats` brings keywords that compare values of a format, and formats of numbers. */
const formatKeywords = [
  "format",
  "formatMinimum",
  "formatMaximum",
  "formatExclusiveMinimum",
  "formatExclusiveMaximum",
];

const formatFinding: Rule = (inner, part) => {
  const keyword = formatKeywords.find((each) => part[each] !== undefined);
  if (keyword === undefined || !inner.kinds.some((kind) => kind === "string" || numbers.includes(kind)))
    return undefined;
  const own = canonical(formatKeywords.map((each) => part[each] ?? null));
  const known = inner.parts.map((each) => canonical(formatKeywords.map((name) => each[name] ?? null)));
  if (known.includes(own)) return undefined;
  const hasFormat = inner.stated("format").length > 0 || inner.values !== undefined;
  if (hasFormat || keyword !== "format") return { keyword, ...undecided("the format was changed") };
  const words = `what is not of the format ${part.format}`;
  return { keyword, writers: `is not accepted any more: ${words}`, readers: `may now be ${words}` };
};
