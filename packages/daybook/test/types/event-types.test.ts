import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { EventLog } from "@daybook/eventlog";
import fc from "fast-check";
import { expect, test } from "vitest";
import { eventTypes } from "../../src/types/event-types.js";
import { Dice } from "../../../eventlog/test/writer/dice.js";
import { EventMaker } from "../../../eventlog/test/writer/generated-events.js";
import { plan, schemaOf } from "../../../eventlog/test/writer/generated-schemas.js";
import { shipped } from "../support/schema-pages.js";
import { typeMistakes, userProject } from "../support/type-check.js";

interface Case {
  readonly schema: object;
  readonly accepts?: readonly object[];
  readonly refuses?: readonly object[];
}

/** What the compiler says where events of schemas are recorded, once each; refused ones have to be mistakes. */
async function mistakesIn(cases: readonly Case[]): Promise<string[]> {
  const documents = cases.map(({ schema }, index) => ({
    version: 1,
    $id: `example.org/case-${index}`,
    ...schema,
  }));
  const lines = cases.flatMap(({ accepts = [], refuses = [] }, index) => {
    const { $id, version } = documents[index]!;
    const call = (event: object) =>
      `log.recordEvent(${JSON.stringify($id)}, ${JSON.stringify(version)}, ${JSON.stringify(event)});`;
    return [...accepts.map(call), ...refuses.map((event) => `// @ts-expect-error\n${call(event)}`)];
  });
  const folder = userProject({
    "events.d.ts": await eventTypes(documents, "daybook"),
    "record.ts": ['import { EventLog } from "daybook";', "const log = new EventLog();", ...lines].join("\n"),
  });
  return typeMistakes(folder, ["record.ts", "events.d.ts"]);
}

const draft07 = { $schema: "http://json-schema.org/draft-07/schema#" };
const draft2020 = { $schema: "https://json-schema.org/draft/2020-12/schema" };

test("a type takes what its schema takes, and nothing else that the compiler can tell", async () => {
  const session = { type: "object", required: ["id"], properties: { id: { type: "string" } } };
  const cases: Case[] = [
    {
      schema: { properties: { kind: { enum: ["a", 1, null] } }, required: ["kind"] },
      accepts: [{ kind: "a" }, { kind: 1, more: true }, { kind: null }],
      refuses: [{ kind: "b" }, { kind: 2 }, {}],
    },
    {
      schema: { additionalProperties: false, properties: { count: { type: "integer" } } },
      accepts: [{}, { count: 1 }],
      refuses: [{ count: "1" }, { cuont: 1 }],
    },
    {
      schema: {
        ...draft07,
        properties: { now: { $ref: "#/definitions/session" }, before: { $ref: "#/definitions/session" } },
        definitions: { session },
      },
      accepts: [{ now: { id: "a" } }, { now: { id: "a", name: "x" }, before: { id: "b" } }],
      refuses: [{ now: {} }, { before: { id: 1 } }],
    },
    {
      schema: {
        ...draft2020,
        properties: { now: { $ref: "#/$defs/session", properties: { name: { type: "string" } } } },
        $defs: { session },
      },
      accepts: [{ now: { id: "a", name: "x" } }],
      refuses: [{ now: { name: "x" } }, { now: { id: "a", name: 1 } }],
    },
    {
      schema: { properties: {}, allOf: [{ required: ["a"] }, { properties: { a: { type: "boolean" } } }] },
      accepts: [{ a: true, b: 1 }],
      refuses: [{}, { a: 1 }],
    },
    {
      schema: {
        properties: {},
        oneOf: [{ required: ["a"] }, { properties: { b: { const: 1 } }, required: ["b"] }],
      },
      accepts: [{ a: 1 }, { b: 1 }],
      refuses: [{ c: 1 }, { b: 2 }],
    },
    {
      schema: {
        ...draft2020,
        properties: { pair: { type: "array", prefixItems: [{ type: "string" }], items: { type: "number" } } },
      },
      accepts: [{ pair: [] }, { pair: ["a", 1, 2] }],
      refuses: [{ pair: [true] }, { pair: "a" }],
    },
    {
      // In draft-07 this is no keyword.
      schema: { ...draft07, properties: { pair: { type: "array", prefixItems: [{ type: "string" }] } } },
      accepts: [{ pair: [1, "a", null] }],
    },
    {
      schema: { properties: { labels: { type: "object", additionalProperties: { type: "string" } } } },
      accepts: [{ labels: {} }, { labels: { any: "text" } }],
      refuses: [{ labels: { any: 1 } }, { labels: ["text"] }],
    },
    {
      schema: {
        properties: {
          mixed: {
            type: "object",
            properties: { n: { type: "number" } },
            additionalProperties: { type: "string" },
          },
        },
      },
      accepts: [{ mixed: { n: 1, any: "text" } }],
      refuses: [{ mixed: { n: "1" } }],
    },
    {
      // Without a type, only objects have to have the property.
      schema: { properties: { loose: { required: ["a"] } } },
      accepts: [{ loose: 1 }, { loose: null }, { loose: { a: 1 } }],
      refuses: [{ loose: {} }],
    },
    {
      schema: {
        properties: { tree: { $ref: "#/definitions/node" } },
        definitions: {
          node: {
            type: "object",
            properties: { below: { type: "array", items: { $ref: "#/definitions/node" } } },
          },
        },
      },
      accepts: [{ tree: { below: [{ below: [] }] } }],
      refuses: [{ tree: { below: [{ below: [1] }] } }],
    },
    {
      schema: { properties: { text: { type: "string", nullable: true } } },
      accepts: [{ text: null }, { text: "a" }],
      refuses: [{ text: 1 }],
    },
    {
      // Neither the generator's own keywords nor what stands in descriptions gets into the code.
      schema: {
        description: "*/ export const a = 1; /*",
        properties: { a: { tsType: "import('fs')", type: "string" } },
      },
      accepts: [{ a: "x" }],
      refuses: [{ a: 1 }],
    },
  ];
  expect(await mistakesIn(cases)).toEqual([]);
});

test("several versions of a schema have types of their own", async () => {
  const $id = "example.org/door";
  const open = { properties: { open: { type: "boolean" } } };
  const cases: Case[] = [
    { schema: { $id, version: 1, ...open }, accepts: [{ open: true }], refuses: [{ open: "yes" }] },
    {
      schema: { $id, version: "1.0", properties: { open: { enum: ["yes"] } } },
      accepts: [{ open: "yes" }],
      refuses: [{ open: true }],
    },
    { schema: { $id: "https://example.net/door", version: 1, ...open }, refuses: [{ open: "yes" }] },
  ];
  expect(await mistakesIn(cases)).toEqual([]);
});

test("a type takes every valid event of a schema, whatever the schema is", async () => {
  const made = fc.sample(fc.tuple(plan, fc.integer()), { numRuns: 150, seed: 20261124 });
  const cases = made.map(([plan, seed], index): Case => {
    const schema = { ...schemaOf(plan), $id: `example.org/generated-${index}`, version: 1 };
    const maker = new EventMaker(plan, new Dice(seed));
    const events = Array.from({ length: 4 }, () => maker.fitting());
    return { schema, accepts: events.filter((event) => isPlain(event) && accepts(schema, event)) };
  });
  // So that the test does not go on about nothing.
  expect(cases.flatMap((each) => each.accepts ?? []).length).toBeGreaterThan(200);
  expect(await mistakesIn(cases)).toEqual([]);
});

test("types of shipped schemas may be generated a second time", async () => {
  const folder = userProject({ "use.ts": 'export * from "daybook";\n' });
  writeFileSync(join(folder, "events.d.ts"), await eventTypes(shipped, "daybook"));
  expect(await typeMistakes(folder, ["use.ts", "events.d.ts"])).toEqual([]);
});

test("no schemas give a file that compiles", async () => {
  expect(await mistakesIn([])).toEqual([]);
});

/** As source text, members of these names would be something else. */
function isPlain(event: object): boolean {
  return !/"(__proto__|hasOwnProperty)"/.test(JSON.stringify(event));
}

function accepts(schema: { readonly $id: string; readonly version: number }, event: object): boolean {
  const log = new EventLog({ allowedSchemas: [schema.$id] });
  log.addListener(() => {});
  log.registerSchema(schema);
  try {
    return log.recordEvent(schema.$id as string, schema.version, event) !== undefined;
  } catch {
    return false;
  }
}
