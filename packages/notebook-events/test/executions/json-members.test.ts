import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonMembers, parseMember, readMembers } from "../../src/executions/json-members.js";

const find = (text: string, ...names: string[]) => {
  const found = jsonMembers(Buffer.from(text), names);
  return found && Object.fromEntries(Object.entries(found).map(([name, value]) => [name, String(value)]));
};

test("members are found as they stand, with all digits and escapes", () => {
  const text = ' {"a" : 12345678901234567890, "b":"x\\"}\\\\", "c": [{"a": "]"}, {}], "d": null } ';
  expect(find(text, "a", "b", "c", "missing")).toEqual({
    a: "12345678901234567890",
    b: '"x\\"}\\\\"',
    c: '[{"a": "]"}, {}]',
  });
});

test("the last of a name counts, and names may be escaped", () => {
  expect(find('{"a": 1, "\\u0061": 2}', "a")).toEqual({ a: "2" });
});

test("values share the memory of the text", () => {
  const text = Buffer.from('{"data": "large"}');
  expect(jsonMembers(text, ["data"])?.data?.buffer).toBe(text.buffer);
});

test.each([
  "",
  "[]",
  "1",
  '{"a": 1',
  '{"a" 1}',
  "{a: 1}",
  '{"a": }',
  '{"a": 1} x',
  '{"a": "x}',
  '{"a": [}',
  '{"a": 1,}',
])("%j is no object", (text) => expect(jsonMembers(Buffer.from(text), ["a"])).toBeUndefined());

test("whatever object JSON.stringify writes, its members are those that JSON.parse finds", () => {
  const objects = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue(), { maxKeys: 8 });
  fc.assert(
    fc.property(objects, fc.constantFrom(undefined, 2, "\t"), (object, space) => {
      const text = Buffer.from(JSON.stringify(object, null, space));
      const names = Object.keys(object);
      const found = jsonMembers(text, names) ?? {};
      for (const name of names.filter((name) => Buffer.byteLength(JSON.stringify(name)) <= 256)) {
        expect(parseMember(found[name])).toEqual(JSON.parse(String(text))[name]);
      }
    }),
  );
});

/** An object of which only one member is wanted, as kernels write it: with NaN, twice the same name, cut off, short and long. */
const written = fc
  .record({
    value: fc.oneof(fc.jsonValue(), fc.string({ unit: "binary" })),
    others: fc.dictionary(fc.constantFrom("a", "b", "status", "\u0061"), fc.jsonValue()),
    space: fc.constantFrom("", " ", "\n\t"),
    ending: fc.constantFrom("}", ', "b": NaN}', ', "a": 1}', ', "\\u0061": [2]}', "", "} x", ",}", "]"),
    length: fc.constantFrom(0, 5000),
  })
  .map(({ value, others, space, ending, length }) => {
    const members = { ...others, b: "x".repeat(length), a: value };
    return `${space}${JSON.stringify(members, null, space).slice(0, -1)}${ending}${space}`;
  });

test("small and large, JSON and what only looks like it: a value is the one that is found in the bytes", () => {
  fc.assert(
    fc.property(fc.oneof(written, fc.json(), fc.string()), (text) => {
      const json = Buffer.from(text);
      const found = jsonMembers(json, ["a", "status"]);
      const { a, status } = readMembers(json, ["a", "status"]);
      expect([a, status]).toEqual([parseMember(found?.a), parseMember(found?.status)]);
    }),
    { numRuns: 3000 },
  );
});

test("no bytes at all make it throw", () => {
  const alphabet = fc.constantFrom(...'{}[]":,\\ a1'.split(""));
  fc.assert(
    fc.property(fc.string({ unit: alphabet, maxLength: 40 }), (text) => {
      const parsed = tryParse(text);
      const found = jsonMembers(Buffer.from(text), ["a"]);
      // What is JSON is never refused; what is not may be taken for it.
      if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed))
        expect(found).toBeDefined();
    }),
    { numRuns: 2000 },
  );
});

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
