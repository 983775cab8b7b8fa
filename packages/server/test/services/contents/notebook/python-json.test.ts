import { describe, expect, it } from "vitest";
import { maximumNotebookDepth } from "../../../../src/json-limits.js";
import { isNestedTooDeep, pythonJson } from "../../../../src/services/contents/notebook/python-json.js";

describe("pythonJson", () => {
  // Each expectation is what Python 3 printed for json.dumps(.., indent=1, sort_keys=True, ensure_ascii=False).
  it.each([
    [[], "[]"],
    [{}, "{}"],
    [{ b: [1, { a: null }], a: true }, '{\n "a": true,\n "b": [\n  1,\n  {\n   "a": null\n  }\n ]\n}'],
    [{ 10: 1, 9: 2, Z: 3, a: 4, "": 5 }, '{\n "": 5,\n "10": 1,\n "9": 2,\n "Z": 3,\n "a": 4\n}'],
    [{ "\u{1f600}": 1, "\uffee": 2 }, '{\n "\uffee": 2,\n "\u{1f600}": 1\n}'],
    [
      '"\\/\b\f\n\r\t\0\x1f\x7f\u2028é\u{1f600}',
      '"\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\u2028é\u{1f600}"',
    ],
    [0.1, "0.1"],
    [-3, "-3"],
    [1e-4, "0.0001"],
    [1e-5, "1e-05"],
    [-1.5e-7, "-1.5e-07"],
    [5e-324, "5e-324"],
    [1e22, "1e+22"],
    [1.7976931348623157e308, "1.7976931348623157e+308"],
    [123456.789, "123456.789"],
  ])("writes %j as Python does", (value, expected) => {
    expect(pythonJson(value)).toBe(expected);
  });

  it("keeps a key named __proto__", () => {
    expect(pythonJson(JSON.parse('{"__proto__":1}'))).toBe('{\n "__proto__": 1\n}');
  });

  it("escapes half characters, which have no bytes", () => {
    expect(pythonJson({ "\ud800": "\udfff", a: 1 })).toBe('{\n "a": 1,\n "\\ud800": "\\udfff"\n}');
  });
});

describe("isNestedTooDeep", () => {
  const nested = (depth: number) => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`) as unknown;

  it.each([
    [1, false],
    [maximumNotebookDepth, false],
    [maximumNotebookDepth + 1, true],
    [100_000, true],
  ])("judges a depth of %d", (depth, expected) => {
    expect(isNestedTooDeep(nested(depth))).toBe(expected);
  });
});
