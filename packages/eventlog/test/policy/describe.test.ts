import { describe, expect, test } from "vitest";
import { type AllowedSchemas, EventLog } from "../../src/index.js";

const session = {
  $id: "example.org/session",
  version: 1,
  title: "Session",
  description: "A session was changed.",
  properties: {
    action: { description: "What was done.", categories: ["unrestricted"] },
    owner: { categories: ["pii"] },
    place: { categories: ["pii", "path"] },
    session: {
      categories: ["category.jupyter.org/unrestricted"],
      properties: {
        id: { categories: ["id"] },
        kernel: { properties: { id: { categories: ["id"] }, name: {} } },
        next: { $ref: "#/properties/session" },
      },
    },
    cells: { categories: ["unrestricted"], items: { properties: { source: { categories: ["code"] } } } },
  },
};

function describeWith(allowedSchemas: AllowedSchemas, schema: object = session) {
  const log = new EventLog({ allowedSchemas });
  log.registerSchema(schema);
  const [description] = log.describeSchemas();
  const properties = description?.properties.map(({ name, recorded, reason, withheldParts }) => [
    name,
    recorded,
    reason,
    withheldParts,
  ]);
  return { ...description, properties };
}

test("a schema that is not allowed", () => {
  const { properties, ...description } = describeWith([]);
  expect(description).toEqual({
    schema: "example.org/session",
    version: 1,
    title: "Session",
    description: "A session was changed.",
    allowed: false,
    usesCategories: true,
  });
  expect(properties?.[0]).toEqual(["action", false, "its schema is not allowed", []]);
});

test("parts inside a property are named by their whole path", () => {
  const parts = describeWith(["example.org/session"]).properties?.map(
    ([, , , withheldParts]) => withheldParts,
  );
  expect(parts).toEqual([
    [],
    [],
    [],
    ["session.id", "session.kernel.id", "session.next.id"],
    ["cells[].source"],
  ]);
});

test("categories and properties that are allowed", () => {
  const allowed = { allowedCategories: ["pii"], allowedProperties: ["place", "session"] };
  expect(describeWith({ "example.org/session": allowed }).properties).toEqual([
    ["action", true, "unrestricted", []],
    ["owner", true, "pii allowed", []],
    ["place", true, "the property is allowed by name", []],
    ["session", true, "the property is allowed by name", []],
    ["cells", true, "unrestricted", ["cells[].source"]],
  ]);
});

test("a schema without categories says that all of it is recorded", () => {
  const schema = { $id: "a", version: "2", properties: { x: {} } };
  expect(describeWith(["a"], schema)).toMatchObject({
    usesCategories: false,
    properties: [["x", true, "its schema declares no categories", []]],
  });
});

test("elements, and members of other names, are named by the property that they are in", () => {
  const schema = {
    $id: "a",
    version: 1,
    properties: {
      tags: { categories: ["unrestricted"], items: { categories: ["pii"] } },
      labels: {
        categories: ["unrestricted"],
        patternProperties: { "^x-": { categories: ["pii"] } },
        additionalProperties: { categories: ["code"] },
      },
    },
  };
  const parts = describeWith(["a"], schema).properties?.map(([, , , withheldParts]) => withheldParts);
  expect(parts).toEqual([["tags[]"], ["labels./^x-/", "labels.*"]]);
});

describe("patterns of patternProperties", () => {
  const schema = {
    $id: "a",
    version: 1,
    properties: { action: { categories: ["unrestricted"] } },
    patternProperties: {
      "^x-": { description: "Extra.", categories: ["pii"] },
      "^y-": { categories: ["unrestricted"], properties: { id: { categories: ["id"] } } },
    },
  };

  test("stand between slashes behind the names", () => {
    expect(describeWith(["a"], schema).properties).toEqual([
      ["action", true, "unrestricted", []],
      ["/^x-/", false, "category pii not allowed", []],
      ["/^y-/", true, "unrestricted", ["/^y-/.id"]],
    ]);
    const log = new EventLog();
    log.registerSchema(schema);
    expect(log.describeSchemas()[0]?.properties[1]).toMatchObject({
      description: "Extra.",
      categories: ["pii"],
    });
  });

  test("do not hide a name that the operator allowed", () => {
    const { properties } = describeWith({ a: { allowedProperties: ["x-free", "other"] } }, schema);
    expect(properties?.slice(1, 3)).toEqual([
      ["x-free", true, "the property is allowed by name", []],
      ["/^x-/", false, "category pii not allowed", []],
    ]);
  });

  test("of a schema without categories are recorded whole", () => {
    const bare = { $id: "a", version: 1, properties: {}, patternProperties: { "^x-": {} } };
    expect(describeWith(["a"], bare).properties).toEqual([
      ["/^x-/", true, "its schema declares no categories", []],
    ]);
  });
});

test("the description of a condition is not that of the property", () => {
  const it = { if: { description: "Where it is long" }, allOf: [{ description: "What it is" }] };
  const log = new EventLog();
  log.registerSchema({ $id: "a", version: 1, properties: { it } });
  expect(log.describeSchemas()[0]?.properties[0]?.description).toBe("What it is");
});
