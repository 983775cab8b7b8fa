import { expect, test } from "vitest";
import { encapsulate } from "../src/capsule.js";
import type { JsonObject } from "../src/json-value.js";
import { recordOf as record } from "../src/record.js";

const timestamp = "2026-11-23T06:39:42.447Z";
const recordOf = (event: JsonObject, version: number | string = 1) =>
  record(encapsulate(timestamp, "example.org/door", version, event));
const capsule =
  '{"__timestamp__":"2026-11-23T06:39:42.447Z","__schema__":"example.org/door","__schema_version__":1,"__metadata_version__":1';

test.each<[string, JsonObject, string]>([
  ["no property", {}, "}"],
  ["properties in their order", { b: 1, a: null }, ',"b":1,"a":null}'],
  ["keys that look like array indexes", { b: 1, 7: "x", 0: {} }, ',"0":{},"7":"x","b":1}'],
  ["a key called __proto__", JSON.parse('{"__proto__":1,"b":2}'), ',"__proto__":1,"b":2}'],
  ["both", JSON.parse('{"__proto__":{"a":1},"7":2}'), ',"7":2,"__proto__":{"a":1}}'],
])("the capsule stands first with %s", (_, event, rest) => {
  expect(recordOf(event).line).toBe(capsule + rest);
});

test("a version stands as the schema has it", () => {
  expect(recordOf({}, "1").line).toContain('"__schema_version__":"1"');
  expect(recordOf({}, "1").version).toBe("1");
});

test("no reader can end a line within it", () => {
  const text = "\n \r \u0085 \u2028 \u2029 \v \f \u001c \u001d \u001e";
  const record = recordOf({ [text]: text });
  // The text is what Python's str.splitlines() splits at, with spaces between.
  for (const lineEnd of text.split(" ")) expect(record.line).not.toContain(lineEnd);
  expect(record.event[text]).toBe(text);
});

test("no terminal takes part of it for a command", () => {
  const controls = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).filter((character) =>
    /\p{Cc}/u.test(character),
  );
  const record = recordOf({ [controls.join("a")]: controls.join("b") });
  expect(record.line).not.toMatch(/\p{Cc}/u);
  expect(record.event[controls.join("a")]).toBe(controls.join("b"));
});

test("each reader of the event gets a copy of its own", () => {
  const record = recordOf({ list: [1] });
  (record.event.list as number[]).push(2);
  expect(record.event.list).toEqual([1]);
});
