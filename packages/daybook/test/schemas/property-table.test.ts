import { describe, expect, it } from "vitest";
import { pageOf, rowOf } from "../support/schema-pages.js";

describe("the property table", () => {
  const session = {
    type: "object",
    description: "A session",
    required: ["kernel"],
    properties: {
      kernel: { description: "Its kernel", allOf: [{ $ref: "#/definitions/kernel" }] },
      tags: { type: "array", items: { type: "string", description: "A tag" } },
      pair: { type: "array", items: [{ const: 1 }, { type: "string" }] },
      children: { type: "array", items: { $ref: "#/definitions/session" } },
      labels: { type: "object", additionalProperties: { type: "number" } },
    },
  };
  const kernel = {
    type: "object",
    required: ["id"],
    properties: { id: { type: "string", description: "Kernel id", categories: ["a", "b"] } },
  };
  const page = pageOf({
    $id: "example.org/session",
    version: 1,
    definitions: { session, kernel },
    properties: {
      status: { enum: ["error", null], categories: ["unrestricted"] },
      when: { type: "string", format: "date-time", categories: ["unrestricted"] },
      session: { $ref: "#/definitions/session", categories: ["a"] },
      either: { oneOf: [{ type: "string" }, { type: "number" }], categories: ["unrestricted"] },
    },
    if: { properties: { status: { const: "other" } }, required: ["when"] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { required: ["session"] },
  });

  it("names nested properties with dots and elements with brackets, through $ref and allOf", () => {
    const names = [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
    expect(names).toEqual([
      "status",
      "when",
      "session",
      "session.kernel",
      "session.kernel.id",
      "session.tags",
      "session.tags[]",
      "session.pair",
      "session.pair[0]",
      "session.pair[1]",
      "session.children",
      "session.children[]",
      "session.labels",
      "session.labels.*",
      "either",
    ]);
  });

  it.each([
    ["status", ["no", '`"error"`, `null`', "`unrestricted`", ""]],
    ["when", ["no", "string (date-time)", "`unrestricted`", ""]],
    ["session", ["in some cases", "object", "`a`", "A session"]],
    ["session.kernel", ["yes", "object", "as `session`", "Its kernel"]],
    ["session.kernel.id", ["yes", "string", "`a`, `b`", "Kernel id"]],
    ["session.tags[]", ["–", "string", "as `session`", "A tag"]],
    ["session.pair[0]", ["–", "`1`", "as `session`", ""]],
    ["either", ["no", "string or number", "`unrestricted`", ""]],
  ])("describes %s", (name, cells) => {
    expect(rowOf(page, name)).toEqual(cells);
  });

  it("ends where a schema refers to itself", () => {
    expect(rowOf(page, "session.children[]")?.[1]).toBe("the same shape as `session`");
  });

  it("keeps text from breaking the table or becoming HTML, but leaves code alone", () => {
    const escaped = pageOf({
      $id: "example.org/escape",
      version: 1,
      properties: {
        "a|b": {
          description: "x | y\nand <script>, `<kept> | kept`, a \\| b, 1 < 2 & 3",
          enum: ["p|q", "`"],
        },
      },
    });
    expect(escaped).toContain(
      '| `a\\|b` | no | `"p\\|q"`, ``"`"`` | none | x \\| y and &lt;script&gt;, `<kept> \\| kept`, a \\| b, 1 &lt; 2 &amp; 3 |',
    );
  });
});
