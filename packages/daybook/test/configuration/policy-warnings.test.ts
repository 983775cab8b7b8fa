import { type AllowedSchemas, EventLog } from "@daybook/eventlog";
import { expect, test } from "vitest";
import { policyWarnings } from "../../src/configuration/policy-warnings.js";

function warningsOf(allowedSchemas: AllowedSchemas): string[] {
  const log = new EventLog({ allowedSchemas });
  const who = {
    type: "object",
    categories: ["personal"],
    properties: { email: { categories: ["contact"] } },
  };
  log.registerSchema({ $id: "example.org/door", version: 1, properties: { who } });
  log.registerSchema({
    $id: "example.org/door",
    version: 2,
    properties: { room: { categories: ["place"] } },
  });
  log.registerSchema({ $id: "example.org/plain", version: 1, properties: { open: {} } });
  return policyWarnings(log);
}

test("nothing to warn of where everything is known to some version", () => {
  const door = { allowedCategories: ["personal", "contact", "place"], allowedProperties: ["who", "room"] };
  expect(warningsOf({ "example.org/door": door, "example.org/plain": null })).toEqual([]);
});

test("an id that is not registered", () => {
  expect(warningsOf(["example.org/dor"])).toEqual([
    'No schema example.org/dor is registered, so that nothing of it can be recorded; did you mean "example.org/door"?',
  ]);
  expect(warningsOf(["other.example/unlike"])[0]).toContain("EventLog.schema_paths adds schemas of your own");
});

test("a schema to broadcast that is not registered, and one that is recorded anyway", () => {
  const log = new EventLog({
    allowedSchemas: ["example.org/door"],
    broadcastSchemas: ["example.org/door", "example.org/bel", "example.org/bell"],
  });
  for (const id of ["example.org/door", "example.org/bell"])
    log.registerSchema({ $id: id, version: 1, properties: {} });
  expect(policyWarnings(log)).toEqual([
    "example.org/door is allowed, so that it is recorded, and broadcast only after policy: EventLog.broadcast_schemas adds nothing.",
    'No schema example.org/bel is registered, so that nothing of it can be broadcast; did you mean "example.org/bell"?',
  ]);
});

test("a category that no version declares", () => {
  expect(warningsOf({ "example.org/door": { allowedCategories: ["personel"] } })).toEqual([
    'No property of example.org/door has the category personel; did you mean "personal"?',
  ]);
});

test("a property that no version declares", () => {
  expect(warningsOf({ "example.org/door": { allowedProperties: ["whom"] } })).toEqual([
    'example.org/door has no property whom; did you mean "who"?',
  ]);
});

test("nothing to warn of where a pattern declares the property", () => {
  const log = new EventLog({ allowedSchemas: { a: { allowedProperties: ["x-free", "y-free"] } } });
  const patternProperties = { "^x-": { categories: ["personal"] } };
  log.registerSchema({ $id: "a", version: 1, properties: {}, patternProperties });
  expect(policyWarnings(log)).toEqual(["a has no property y-free."]);
});

test("a category that stands only where no keyword leads is no unknown one", () => {
  const log = new EventLog({ allowedSchemas: { a: { allowedCategories: ["personal", "example"] } } });
  log.registerSchema({
    $id: "a",
    version: 1,
    shared: { who: { categories: ["personal"] } },
    properties: { who: { $ref: "#/shared/who" } },
    examples: [{ who: { category: "example" } }],
  });
  expect(policyWarnings(log)).toEqual(["No property of a has the category example."]);
});

test("a category of a schema that uses none", () => {
  expect(warningsOf({ "example.org/plain": { allowedCategories: ["personal"] } })).toEqual([
    "example.org/plain declares no categories and is recorded whole: allowing categories of it changes nothing.",
  ]);
});
