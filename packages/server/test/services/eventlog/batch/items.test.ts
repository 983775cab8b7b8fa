import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ServerError } from "../../../../src/errors.js";
import { ArrayElements } from "../../../../src/services/eventlog/batch/array.js";
import type { Item, ItemReader } from "../../../../src/services/eventlog/batch/item.js";
import { Items } from "../../../../src/services/eventlog/batch/items.js";
import { Lines } from "../../../../src/services/eventlog/batch/lines.js";

/** The items of a body that comes in pieces of a size; errors as their reasons. */
function read(reader: ItemReader, body: string | Uint8Array, size = Number.POSITIVE_INFINITY): string[] {
  const bytes = Buffer.from(body);
  const items: Item[] = [];
  for (let start = 0; start < bytes.length; start += size) {
    items.push(...reader.push(bytes.subarray(start, Math.min(bytes.length, start + size))));
  }
  items.push(...reader.end());
  return items.map((item) => (item instanceof ServerError ? item.reason : item.trim()));
}

const bodies: readonly (readonly [name: string, body: string | Uint8Array, items: string[]])[] = [
  ["nothing", "", []],
  ["blanks", " \n\r\n\t\n", []],
  ["a line", "{}", ["{}"]],
  ["a line with its end", "{}\n", ["{}"]],
  ["lines", '{"a":1}\n{"a":2}\n', ['{"a":1}', '{"a":2}']],
  ["lines with carriage returns, and empty ones", "\r\n{}\r\n\r\n \n{}\r\n", ["{}", "{}"]],
  ["lines behind a byte order mark", "\uFEFF{}\n{}", ["{}", "{}"]],
  ["files with byte order marks put together", "\uFEFF{}\n\uFEFF{}\n\uFEFF{}", ["{}", "{}", "{}"]],
  ["a line that is not UTF-8", Buffer.from("{}\n\xff\n{}\n[]", "latin1"), ["{}", "not-json", "{}", "[]"]],
  ["half a byte order mark", Buffer.from("\xef\xbb{}\n{}", "latin1"), ["not-json", "{}"]],
  ["a line of words", "a\nb", ["a", "b"]],
  ["an empty array", " [ ] ", []],
  ["an array", "[{},{}]", ["{}", "{}"]],
  ["an array over several lines", '[\n  {"a": [1, {}]},\n  {}\n]\n', ['{"a": [1, {}]}', "{}"]],
  ["an array behind a byte order mark", "\uFEFF \n[{}]", ["{}"]],
  ["brackets and commas in strings", '["],[{", "\\"]", "\\\\", {}]', ['"],[{"', '"\\"]"', '"\\\\"', "{}"]],
  ["an element that is not UTF-8", Buffer.from("[{},\xff,{}]", "latin1"), ["{}", "not-json", "{}"]],
  ["commas with nothing between", "[{},,{},]", ["{}", "", "{}", ""]],
  ["an array that does not end", "[{},{}", ["{}", "not-json"]],
  ["an array that does not end in a string", '[{},"a]', ["{}", "not-json"]],
  ["an array that has just begun", "[", ["not-json"]],
  ["something behind an array", "[{}] {}\n[", ["{}", "not-json"]],
  ["a bracket too many", "[{}},{}]", ["{}}", "{}"]],
];

describe.each([1, 2, 3, 7, Number.POSITIVE_INFINITY])("in pieces of %d bytes", (size) => {
  test.each(bodies)("%s", (_name, body, items) => {
    expect(read(new Items(1000, ""), body, size)).toEqual(items);
  });

  test("what is too long is refused by itself, in lines and in arrays", () => {
    const long = JSON.stringify("ä".repeat(50));
    expect(read(new Items(100, ""), `{}\n${long}\n{}\n`, size)).toEqual(["{}", "too-large", "{}"]);
    expect(read(new Items(100, ""), `{}\n${long}`, size)).toEqual(["{}", "too-large"]);
    expect(read(new Items(100, ""), `[{},${long},{}]`, size)).toEqual(["{}", "too-large", "{}"]);
    expect(read(new Items(102, ""), `{}\n${long}\n{}\n`, size)).toEqual(["{}", long, "{}"]);
    expect(read(new Items(102, ""), `[{},${long},{}]`, size)).toEqual(["{}", long, "{}"]);
  });
});

test.each([
  "application/x-ndjson",
  "application/ndjson; charset=utf-8",
  "Application/X-NDJSON",
  "application/jsonl",
])("content type %s: a line may begin with a bracket", (type) => {
  expect(read(new Items(1000, type), "[1]\n{}")).toEqual(["[1]", "{}"]);
});

test.each([
  "",
  "application/json",
  "text/plain",
])("content type %j: the first character says what it is", (type) => {
  expect(read(new Items(1000, type), "[1]")).toEqual(["1"]);
  expect(read(new Items(1000, type), "{}\n[1]")).toEqual(["{}", "[1]"]);
});

test("any list of JSON values is read as what it is, in either form and in pieces of any size", () => {
  const sizes = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), sizes, fc.nat(3), (values, size, indent) => {
      const lines = values.map((value) => `${JSON.stringify(value)}\n`).join("");
      const parsed = (items: string[]) => items.map((item) => JSON.parse(item));
      const expected = JSON.parse(JSON.stringify(values));
      expect(parsed(read(new Items(1e6, "application/x-ndjson"), lines, size))).toEqual(expected);
      expect(parsed(read(new Items(1e6, ""), JSON.stringify(values, null, indent), size))).toEqual(expected);
    }),
  );
});

test.each([
  ["a line", () => new Lines(1000)],
  ["an element", () => new ArrayElements(1000)],
])("%s without end is not held", (_name, make) => {
  const reader = make();
  let most = 0;
  reader.push(Buffer.from("["));
  for (let piece = 0; piece < 10_000; piece++) {
    expect(reader.push(Buffer.alloc(100, "x"))).toEqual([]);
    most = Math.max(most, reader.held);
  }
  expect(most).toBeLessThanOrEqual(1000);
  expect(most).toBeGreaterThan(0);
});
