import { describe, expect, test } from "vitest";
import { SchemaError } from "../../src/errors.js";
import { RegisteredSchema } from "../../src/schema/registered-schema.js";

const draft2020 = "https://json-schema.org/draft/2020-12/schema";

function schemaOf(properties: object, rest: object = {}) {
  return { $id: "example.org/names", version: 1, properties, ...rest };
}

function errorOf(document: object, mayCompile: boolean): SchemaError {
  try {
    new RegisteredSchema(document, mayCompile);
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  throw new Error("it was registered");
}

describe.each([true, false])("when a schema is registered (code may be generated: %s)", (mayCompile) => {
  test.each([
    ["$id", { $id: "http://example.org/door" }, {}],
    ["$id", { $id: "#door" }, {}],
    ["$anchor", { $anchor: "door" }, { $schema: draft2020 }],
    ["$dynamicAnchor", { $dynamicAnchor: "door" }, { $schema: draft2020 }],
  ])("two schemas of one name (%s) are refused: a reference could mean either", (keyword, name, rest) => {
    const properties = { a: { ...name, type: "string" }, b: { ...name, type: "number" } };
    const { problems } = errorOf(schemaOf(properties, rest), mayCompile);
    const message = `"${Object.values(name)[0]}" is the name of another schema, too; give each its own`;
    expect(new Map(problems.map(({ place, message }) => [place, message]))).toEqual(
      new Map(["a", "b"].map((property) => [`/properties/${property}/${keyword}`, message])),
    );
  });

  test("a schema that takes the name of the document is refused", () => {
    const { problems } = errorOf(schemaOf({ a: { $id: "names" } }), mayCompile);
    expect(problems.map(({ place }) => place)).toEqual(["/$id", "/properties/a/$id"]);
  });

  test("names of different kinds, of parts with a name of their own, and names in data, are none twice", () => {
    const part = (id: string) => ({ $id: id, properties: { inner: { $anchor: "same" } } });
    const properties = { a: part("a"), b: part("b"), c: { const: { $id: "a" } }, id: { type: "string" } };
    const schema = new RegisteredSchema(schemaOf(properties, { $schema: draft2020 }), mayCompile);
    schema.compile();
    expect(schema.accepts({ id: "x" })).toBe(true);
  });

  test("an $id that is no URI is refused", () => {
    const { problems } = errorOf(schemaOf({ a: { $id: "http://[" } }), mayCompile);
    expect(problems).toEqual([{ place: "/properties/a/$id", message: "is no URI" }]);
  });

  test("draft-04's id is refused, and the name of today told", () => {
    const { problems } = errorOf(schemaOf({ a: { id: "http://example.org/door" } }), mayCompile);
    expect(problems).toEqual([
      { place: "/properties/a/id", message: 'is a keyword of draft-04; it is "$id" now' },
    ]);
  });
});
