import { expect, test } from "vitest";
import { JsonScanner } from "../../src/configuration/json-scanner.js";

test.each([
  '{"a": [1, -2.5e+3, true, false, null, "x\\n\\u00e9"], "b": {}}',
  "[]",
  ' "text" ',
  "0",
])("takes what JSON.parse takes: %s", (text) => {
  expect(() => JSON.parse(text)).not.toThrow();
  expect(() => new JsonScanner(text)).not.toThrow();
});

test.each([
  "{",
  "[1,]",
  "{'a': 1}",
  "01",
  "[1 2]",
  '{"a" 1}',
  '"tab\there"',
  '"\\x"',
  "nul",
  "{} {}",
  "// no\n{}",
  "NaN",
  "+1",
])("refuses what JSON.parse refuses: %s", (text) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(() => new JsonScanner(text)).toThrow("not valid JSON");
});

test("knows where names and values begin", () => {
  const scanner = new JsonScanner('{ "a": [10, { "b": 2 }] }');
  expect(scanner.offsetsOf(["a"])).toEqual({ name: 2, value: 7 });
  expect(scanner.offsetsOf(["a", 1, "b"])).toEqual({ name: 14, value: 19 });
  expect(scanner.offsetsOf(["c"])).toBeUndefined();
});

test("does not overflow on a long text", () => {
  const text = `{"a": "\\n${"x".repeat(10_000_000)}\\n", "b": 1}`;
  expect(new JsonScanner(text).offsetsOf(["b"])).toEqual({ name: text.length - 7, value: text.length - 2 });
  expect(() => new JsonScanner(text.slice(0, -10))).toThrow("not valid JSON");
});

test("does not overflow on deep nesting", () => {
  expect(() => new JsonScanner("[".repeat(100_000))).toThrow("no more than 100 levels");
});
