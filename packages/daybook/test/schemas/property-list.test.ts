import { EventLog } from "@daybook/eventlog";
import { describe, expect, it } from "vitest";
import { type Property, propertyList } from "../../src/schemas/property-list.js";

const open = { categories: ["unrestricted"] };
const personal = { categories: ["personal"] };
const code = { categories: ["code"] };
const draft2020 = { $schema: "https://json-schema.org/draft/2020-12/schema" };

/** Schemas in which it is easy to overlook where categories come from. */
const awkward: Record<string, object> = {
  "a $ref to an $anchor": {
    ...draft2020,
    $defs: { who: { $anchor: "who", ...personal } },
    properties: { action: open, who: { $ref: "#who" } },
  },
  "a $ref to an $id that is a fragment": {
    definitions: { who: { $id: "#who", ...personal } },
    properties: { action: open, who: { $ref: "#who" } },
  },
  "a nested $id, and references relative to it": {
    $id: "https://example.org/schemas/outer",
    ...draft2020,
    $defs: {
      inner: { $id: "inner", $defs: { who: personal }, properties: { by: { $ref: "#/$defs/who" } } },
    },
    properties: { action: open, who: { $ref: "inner", ...open } },
  },
  "a name that properties and patternProperties match": {
    properties: { "x-who": open },
    patternProperties: { "^x-": personal },
  },
  "the same inside a property": {
    properties: { it: { ...open, properties: { "x-who": {} }, patternProperties: { "^x-": personal } } },
  },
  "patterns that follow what they stand in": {
    properties: { it: { ...open, patternProperties: { "^a": { properties: { b: code } } } } },
  },
  "additionalProperties beside a branch that declares the name": {
    properties: { it: { ...open, allOf: [{ properties: { a: {} } }, { additionalProperties: code }] } },
  },
  contains: { properties: { tags: { ...open, items: {}, contains: personal } } },
  "items of a tuple, and the rest": {
    properties: { pair: { ...open, items: [{}, personal], additionalItems: { properties: { a: code } } } },
  },
  "prefixItems and items": {
    ...draft2020,
    properties: { pair: { ...open, prefixItems: [{}, personal], items: code } },
  },
  "unevaluatedProperties and unevaluatedItems": {
    ...draft2020,
    properties: {
      it: { ...open, properties: { a: {} }, unevaluatedProperties: personal },
      list: { ...open, unevaluatedItems: code },
    },
  },
  $dynamicRef: {
    ...draft2020,
    $defs: { node: { $dynamicAnchor: "node", ...personal } },
    properties: { action: open, node: { $dynamicRef: "#node" } },
  },
  "branches and their conditions": {
    properties: {
      it: { anyOf: [open, personal] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      either: { ...open, if: { properties: { a: personal } }, then: { properties: { b: code } } },
    },
  },
  "a single category": { properties: { it: { category: "personal" }, that: open } },
};

function describedBy(schema: object) {
  const full = { $id: "example.org/awkward", version: 1, ...schema };
  const log = new EventLog({ allowedSchemas: [full.$id] });
  log.registerSchema(full);
  const [description] = log.describeSchemas();
  return { properties: description?.properties ?? [], list: propertyList(full) };
}

const restricts = (categories: readonly string[]) => categories.some((name) => name !== "unrestricted");

/** The parts that the list shows as withheld, but for those inside others that are. */
function withheldIn(list: readonly Property[]): string[] {
  const names = list.filter(({ categories }) => restricts(categories)).map(({ name }) => name);
  const outermost = names.filter((name) => !names.some((outer) => /^[.[]/.test(inside(name, outer))));
  return [...new Set(outermost.map((name) => name.replaceAll(/\[\d+\]/g, "[]")))].sort();
}

const inside = (name: string, outer: string) => (name.startsWith(outer) ? name.slice(outer.length) : "");

describe.each(Object.entries(awkward))("with %s", (_, schema) => {
  const { properties, list } = describedBy(schema);

  it("lists the properties that a log describes, with the same categories", () => {
    const top = list.filter(({ nested }) => !nested).map(({ name, categories }) => [name, categories]);
    expect(top).toEqual(properties.map(({ name, categories }) => [name, categories]));
    expect(top.length).toBeGreaterThan(0);
  });

  it("shows categories where a log withholds, and nowhere else", () => {
    const withheld = properties.flatMap(({ name, recorded, withheldParts }) =>
      recorded ? withheldParts : [name],
    );
    expect(withheldIn(list)).toEqual([...new Set(withheld)].sort());
    expect(withheld).not.toEqual([]);
  });
});

it.each([
  "additionalProperties",
  "items",
  "contains",
])("ends where a schema leads to itself by %s", (keyword) => {
  const definitions = { node: { [keyword]: { $ref: "#/definitions/node" } } };
  const { list } = describedBy({ definitions, properties: { it: { $ref: "#/definitions/node" } } });
  expect(list.at(-1)?.type).toBe("the same shape as `it`");
});

it("refuses a reference to nothing", () => {
  expect(() => propertyList({ properties: { it: { $ref: "#/nowhere" } } })).toThrow("points to nothing");
});
