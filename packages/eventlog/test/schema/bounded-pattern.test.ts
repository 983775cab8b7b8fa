import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { EventLog, InvalidEventError, MemoryHandler } from "../../src/index.js";

function violationsOf(properties: object, event: object) {
  const log = new EventLog({ handlers: [new MemoryHandler()], allowedSchemas: ["example.org/text"] });
  log.registerSchema({ $id: "example.org/text", version: 1, properties });
  try {
    log.recordEvent("example.org/text", 1, event);
    return [];
  } catch (error) {
    if (error instanceof InvalidEventError) return error.errors;
    throw error;
  }
}

// On a text of this length, the pattern would take longer than anybody waits.
const slow = `${"a".repeat(60)}!`;

test.each([
  ["alone", { text: slow }, ["/text maxLength"]],
  [
    "beside another mistake, which is found first",
    { other: 1, text: slow },
    ["/other type", "/text maxLength"],
  ],
])("a pattern is not tried on a text that is too long anyway: %s", (_name, event, expected) => {
  const properties = {
    other: { type: "string" },
    text: { type: "string", maxLength: 10, pattern: "^(a+)+$" },
  };
  expect(violationsOf(properties, event).map(({ path, keyword }) => `${path} ${keyword}`)).toEqual(expected);
});

test("nor on a key that is", () => {
  const properties = { map: { propertyNames: { maxLength: 10, pattern: "^(a+)+$" } } };
  expect(violationsOf(properties, { map: { [slow]: 1 } }).map(({ keyword }) => keyword)).toContain(
    "maxLength",
  );
});

test.each([
  ["^[a-z]+$", "abc", 10],
  ["^[a-z]+$", "ABC", 10],
  ["^[a-z]+$", "ABC", undefined],
  // Characters are counted, not the halves of those beyond U+FFFF.
  ["^\u{1F600}{2}$", "\u{1F600}\u{1F600}", 2],
  ["^\u{1F600}{2}$", "\u{1F601}\u{1F600}", 2],
  ['"\\\\', "x", 3],
])("says what Ajv's own rule says: %s on %s, at most %s long", (pattern, text, maxLength) => {
  const schema = { type: "string", pattern, ...(maxLength === undefined ? {} : { maxLength }) };
  const ajv = new Ajv({ allErrors: true }).compile(schema);
  const expected = ajv(text)
    ? []
    : (ajv.errors ?? []).map(({ keyword, message }) => ({ path: "/text", keyword, message }));
  expect(violationsOf({ text: schema }, { text })).toEqual(expected);
});
