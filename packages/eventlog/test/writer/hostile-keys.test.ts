import { describe, expect, test } from "vitest";
import { EventLog, type EventRecord, type Handler } from "../../src/index.js";
import { Redaction } from "../../src/policy/redaction.js";
import { RegisteredSchema } from "../../src/schema/registered-schema.js";
import { currentMoment } from "../../src/timestamp.js";
import { EventWriter } from "../../src/writer/event-writer.js";

// Keys of events come from outside and become part of compiled code: none may be anything but a key there.
const keys = [
  ...["a", "secret", "nested", "list", "__proto__", "constructor", "prototype", "toString", "hasOwnProperty"],
  ...[
    "valueOf",
    "toJSON",
    "then",
    "value",
    "keys",
    "members",
    "output",
    "quote",
    "timestamp",
    "copy",
    "if",
    "v0",
  ],
  ...[
    "a\nb",
    "b\nc",
    "",
    "0",
    "7",
    "4294967295",
    "'",
    '"',
    "`",
    "\\",
    "\\u0022",
    "*/",
    "//",
    "</script>",
    "\0",
  ],
  ...[
    "$".concat("{globalThis.broken = 1}"),
    '"]; globalThis.broken = 1; //',
    '"}; globalThis.broken = 1; ({"',
  ],
  ...[
    "\u2028",
    "\u2029;globalThis.broken=1",
    "\u0085",
    "\u009b",
    "\ud800",
    "__schema__x",
    '","__schema__":"forged',
  ],
];
const values = [
  "x",
  "",
  '"',
  "\\",
  "\n\u2028\u009b",
  "\ud800",
  '","__schema__":"forged',
  0,
  -0,
  1e21,
  true,
  null,
];

const schema = {
  $id: "example.org/hostile",
  version: '1"',
  properties: {
    a: { categories: ["unrestricted"], enum: ["x", "", '"', 0, null] },
    secret: { categories: ["personal"] },
    nested: {
      categories: ["unrestricted"],
      properties: { secret: { categories: ["personal"] }, nested: { $ref: "#/properties/nested" } },
    },
    list: { categories: ["unrestricted"], items: { properties: { secret: { categories: ["personal"] } } } },
    constructor: { categories: ["unrestricted"] },
    '"]; globalThis.broken = 1; //': { categories: ["unrestricted"] },
  },
};

/** The same sequence in every run. */
function* randomNumbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    yield state / 0x80000000;
  }
}

function hostileEvents(seed: number) {
  const numbers = randomNumbers(seed);
  const below = (limit: number) => Math.floor((numbers.next().value as number) * limit);
  const value = (depth: number): unknown => {
    if (depth > 3 || below(2) === 0) return values[below(values.length)];
    if (below(3) > 0) return object(depth + 1);
    return Array.from({ length: below(3) }, () => value(depth + 1));
  };
  const object = (depth: number): object => {
    const members = Array.from({ length: below(5) }, () => {
      const key = keys[below(below(2) === 0 ? 4 : keys.length)];
      return `${JSON.stringify(key)}:${JSON.stringify(value(depth))}`;
    });
    // As bodies are read: a key `__proto__` is one of the object's own.
    return JSON.parse(`{${members.join(",")}}`);
  };
  return () => object(0);
}

function recorder() {
  const records: EventRecord[] = [];
  const handler: Handler = {
    handle: (record) => void records.push(record),
    async flush() {},
    async close() {},
  };
  const log = new EventLog({ handlers: [handler], allowedSchemas: [schema.$id] });
  log.registerSchema(schema);
  const outcome = (event: object): string => {
    records.length = 0;
    try {
      log.recordEvent(schema.$id, schema.version, event, { timestamp: "2026-11-23T06:39:42Z" });
      return records.map(({ line }) => line).join("\n");
    } catch (error) {
      return `${(error as Error).message} ${JSON.stringify((error as { errors?: unknown }).errors)}`;
    }
  };
  return outcome;
}

test.each([
  1, 2, 3, 4, 5,
])("whatever the keys, the quick way and the plain way record the same (%i)", (seed) => {
  const event = hostileEvents(seed);
  // A new log now and then, as each compiles only so many sequences of keys.
  for (let round = 0; round < 8; round++) {
    const outcome = recorder();
    for (let count = 0; count < 50; count++) {
      const quick = event();
      const before = JSON.stringify(quick);
      // Objects without a prototype always go the plain way.
      const plain: object = Object.setPrototypeOf(structuredClone(quick), null);
      expect(outcome(quick)).toBe(outcome(plain));
      expect(JSON.stringify(quick)).toBe(before);
    }
  }
  expect(globalThis).not.toHaveProperty("broken");
  expect(Object.keys(Object.prototype)).toEqual([]);
});

describe("code is compiled", () => {
  const timestamp = "2026-11-23T06:39:42Z";
  const registered = new RegisteredSchema({ ...schema, properties: { a: { categories: ["unrestricted"] } } });
  const writerOf = () =>
    new EventWriter(registered, new Redaction(registered, { allowedCategories: [], allowedProperties: [] }));

  test("for keys that a schema would have", () => {
    expect(writerOf().write({ a: 1 }, timestamp, currentMoment())).toBeDefined();
  });

  test("but not for keys so long that they would fill the memory", () => {
    expect(writerOf().write({ ["k".repeat(100_000)]: 1 }, timestamp, currentMoment())).toBeUndefined();
  });
});
