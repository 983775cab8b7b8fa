import { expect, test } from "vitest";
import { JsonMembers } from "../../src/observation/json-members.js";

const model = {
  name: "a.ipynb",
  'with "quotes" and \\': "b\\",
  content: { cells: [{ source: 'print("}")\n', outputs: [[], {}, '\\"'] }] },
  size: -1.5e3,
  writable: true,
  hash: null,
  "": "ä€😀",
  list: [1, [2, "]"], {}],
};

/** What is read of a text that comes in pieces of a size. */
function membersOf(
  text: string,
  size = text.length || 1,
  wanted: readonly string[] = Object.keys(model),
): unknown {
  const members = new JsonMembers(new Set(wanted));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) members.push(bytes.subarray(at, at + size));
  const read = members.end();
  return read && { ...read };
}

test.each([1, 2, 3, 7, 1000])("an object is read as it is, in pieces of %i", (size) => {
  for (const text of [
    JSON.stringify(model),
    ` \n\t${JSON.stringify(model, null, 2)}\r\n`,
    `\ufeff${JSON.stringify(model)}`,
  ]) {
    expect(membersOf(text, size)).toEqual(model);
  }
});

test.each([1, 64 * 1024])("what is large has its name only, in pieces of %i", (size) => {
  const text = JSON.stringify({
    before: 1,
    content: '\\"'.repeat(20_000),
    cells: Array(10_000).fill([{}]),
    chunk: -1,
  });
  const read = membersOf(text, size, ["before", "content", "cells", "chunk"]) as object;
  expect(read).toEqual({ before: 1, content: undefined, cells: undefined, chunk: -1 });
  expect(Object.keys(read)).toEqual(["before", "content", "cells", "chunk"]);
});

test("nothing that is not wanted can hide what is, nor is it kept", () => {
  const many = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [`n${index}`, "x".repeat(100)]),
  );
  const text = JSON.stringify({ ...many, chunk: 1, after: 2 });
  expect(membersOf(text, 1000, ["chunk"])).toEqual({ n0: undefined, chunk: 1 });
});

test.each([
  ["", undefined],
  ["  ", undefined],
  ["{}", {}],
  [" { } ", {}],
  ["[1]", undefined],
  ["null", undefined],
  ['"a"', undefined],
  ['{"a": 1', undefined],
  ['{"a"}', undefined],
  ['{"a": 1,}', undefined],
  ["{a: 1}", undefined],
  ['{"a": NaN}', { a: undefined }],
  ['{"a": 1, "a": 2}', { a: 2 }],
  ['{"__proto__": {"b": 1}}', { ["__proto__"]: { b: 1 } }],
  ['{"\\u0061": 1}', { a: 1 }],
  ["}{", undefined],
  ['{"a": }', { a: undefined }],
])("%s", (text, expected) => {
  for (const size of [1, 1000]) expect(membersOf(text, size, ["a", "__proto__"])).toEqual(expected);
});

test("a body that is deep or full of backslashes is read in one go", () => {
  expect(
    membersOf(`{"a": ${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}, "b": 1}`, 65_536, ["a", "b"]),
  ).toEqual({
    a: undefined,
    b: 1,
  });
  expect(membersOf(`{"a": "${"\\\\".repeat(1_000_000)}", "b": 1}`, 65_536, ["a", "b"])).toEqual({
    a: undefined,
    b: 1,
  });
});
