import { describe, expect, test } from "vitest";
import { Pattern } from "../../src/pattern/pattern.js";
import { PatternError } from "../../src/pattern/pattern-error.js";
import { TooMuchWork, work } from "../../src/work.js";

const isNative = (source: string) => new Pattern(source).search instanceof RegExp;

describe("a pattern that has no way to take long goes to the language's own engine", () => {
  test.each([
    "^[a-z]+$",
    "^x-",
    "^(start|stop)$",
    "^\\d{4}-\\d{2}-\\d{2}$",
    "^[A-Za-z0-9_.-]{1,255}$",
    "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    "^[a-z]+(-[a-z]+)*$",
    "^/.*$",
    "foo",
    "",
  ])("%s", (source) => expect(isNative(source)).toBe(true));
});

describe("one on which backtracking could take long does not", () => {
  test.each([
    "^(a+)+$",
    "^(a|a)*$",
    "^(a|ab)*$",
    "^(a*)*$",
    "^(a?){50}a{50}$",
    "\\d+x",
    "^.*.*.*=$",
    "^[^a]*[^b]*$",
    "^\\s+$|^\\s*x$",
    "^(\\w+\\s?)*$",
    "^[\\p{L}]+[\\w]*$",
    "(?=a)a+",
  ])("%s", (source) => expect(isNative(source)).toBe(false));

  test.each([
    ["^(a+)+$", `${"a".repeat(100_000)}!`],
    ["(x+x+)+y", "x".repeat(100_000)],
    ["^(?=(a+)+$)a*!$", `${"a".repeat(100_000)}!`],
    ["^(([a-z])+.)+[A-Z]([a-z])+$", "a".repeat(100_000)],
  ])("%s costs no more at each character than at the first", (source, text) => {
    const pattern = new Pattern(source);
    expect(work.within(text.length * 10, () => pattern.test(text))).toBe(false);
  });

  test("it still costs what it has under way, and is stopped", () => {
    const pattern = new Pattern("(a|b)*a(a|b){500}c");
    const text = Array.from({ length: 100_000 }, (_, index) => "ab"[((index * index) % 7) & 1]).join("");
    expect(() => work.within(1_000_000, () => pattern.test(text))).toThrow(TooMuchWork);
  });
});

test.each([
  ["(a{1000}){1000}+", "is no regular expression"],
  ["((a{1000}){1000})*", "is too large"],
  ["(?:(?:(?:){1000}){1000}){1000}(b|b)*", "is too large"],
  ["^(a+)\\1$", "has a backreference (\\1)"],
  ["^(?<name>a+)\\k<name>$", "has a backreference"],
  ["(", "is no regular expression"],
  [`${"(?:".repeat(20_000)}a+${")*".repeat(20_000)}`, "nested too deeply|is no regular expression"],
  [
    Array.from({ length: 20 }, (_, index) => `(?=a{${index}})`).join(""),
    "looks ahead or behind more than 16 times",
  ],
  [
    `(${Array.from({ length: 101 }, (_, index) => `[a-${String.fromCodePoint(200 + index)}]`).join("")})*`,
    "different sets",
  ],
])("is refused in words: %.40s", (source, message) => {
  expect(() => new Pattern(source)).toThrow(PatternError);
  expect(() => new Pattern(source)).toThrow(new RegExp(message.replaceAll(/[()\\]/g, "\\$&")));
});
