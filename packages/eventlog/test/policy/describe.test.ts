import { expect, test } from "vitest";
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

test("parts inside a property are named by their path from it", () => {
  const parts = describeWith(["example.org/session"]).properties?.map(
    ([, , , withheldParts]) => withheldParts,
  );
  expect(parts).toEqual([[], [], [], ["id", "kernel.id", "next.id"], ["[].source"]]);
});

test("categories and properties that are allowed", () => {
  const allowed = { allowedCategories: ["pii"], allowedProperties: ["place", "session"] };
  expect(describeWith({ "example.org/session": allowed }).properties).toEqual([
    ["action", true, "unrestricted", []],
    ["owner", true, "pii allowed", []],
    ["place", true, "the property is allowed by name", []],
    ["session", true, "the property is allowed by name", []],
    ["cells", true, "unrestricted", ["[].source"]],
  ]);
});

test("a schema without categories says that all of it is recorded", () => {
  const schema = { $id: "a", version: "2", properties: { x: {} } };
  expect(describeWith(["a"], schema)).toMatchObject({
    usesCategories: false,
    properties: [["x", true, "its schema declares no categories", []]],
  });
});
