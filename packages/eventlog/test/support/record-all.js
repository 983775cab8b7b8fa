// Records events with the build and prints each line, or why an event or a schema was refused.
import { EventLog, MemoryHandler } from "@daybook/eventlog";
import { canGenerateCode } from "@daybook/eventlog/interpret-schema";

const door = {
  $id: "example.org/door",
  version: 1,
  required: ["action"],
  properties: {
    action: { enum: ["open", "close"], categories: ["unrestricted"] },
    by: { type: "string", pattern: "^(\\w+\\s?)+$", categories: ["personally-identifiable-information"] },
    at: { type: "string", format: "date-time", categories: ["unrestricted"] },
    parts: { type: "array", items: { $ref: "#/definitions/part" }, categories: ["unrestricted"] },
  },
  definitions: {
    part: {
      type: ["object", "null"],
      properties: {
        name: { type: "string", maxLength: 5 },
        parts: { items: { $ref: "#/definitions/part" } },
      },
      additionalProperties: false,
    },
  },
};
const window = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "example.org/window",
  version: "2",
  properties: {
    size: { prefixItems: [{ type: "integer" }, { type: "number", multipleOf: 0.5 }], items: false },
  },
  patternProperties: { "^x-": { oneOf: [{ type: "string" }, { minimum: 3 }] } },
  unevaluatedProperties: { type: "boolean" },
};
const wrong = [
  { ...door, version: 2, properties: { action: { type: "strin" } } },
  { ...door, version: 3, properties: { action: { pattern: "(" } } },
  { ...door, version: 4, properties: { action: { $ref: "#/nowhere" } } },
];
const events = [
  [door, { action: "open", by: "ada", at: "2026-11-23T06:39:42Z" }],
  [door, { action: "close", parts: [{ name: "knob", parts: [{ name: "screw" }, null] }], other: 1 }],
  [door, { action: "open", by: 'line\u2028"quo\\te\ud800' }],
  [door, {}],
  [door, { action: "ajar", by: 1, at: "noon", parts: [{ name: "too long", more: 1 }, 7] }],
  [door, { action: "open", parts: [{ parts: [{ parts: [{ name: 1 }] }] }] }],
  [door, JSON.parse('{"action": "open", "__proto__": {"a": 1}, "constructor": 2}')],
  [window, { size: [3, 1.5], open: true, "x-a": "text" }],
  [window, { size: [3, 1.5, 1], open: "yes", "x-a": 2 }],
  [window, { size: [0.5, 0.3], "x-b": 1e21 }],
  [window, { size: 1e21, "😀": true }],
  [window, { size: [1, Number.NaN] }],
];

console.log(`code can be generated: ${canGenerateCode}`);
const lines = [];
const log = new EventLog({
  handlers: [new MemoryHandler()],
  allowedSchemas: [door.$id, window.$id],
});
log.addListener((record) => lines.push(record.line));
for (const schema of [door, window, ...wrong]) {
  try {
    log.registerSchema(schema);
  } catch (error) {
    lines.push(error.message);
  }
}
for (const [{ $id, version }, event] of events) {
  try {
    log.recordEvent($id, version, event, { timestamp: "2026-11-23T06:39:42.447Z" });
  } catch (error) {
    lines.push(`${error.message} ${JSON.stringify(error.errors)}`);
  }
}
for (const line of lines) console.log(line);
