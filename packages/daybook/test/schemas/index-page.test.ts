import { describe, expect, it } from "vitest";
import { renderSchemaPages } from "../../src/schemas/docs.js";
import { door } from "../support/schema-pages.js";

describe("the index", () => {
  it("tells of each version in one sentence and links to its page", () => {
    const versions = [10, 9, "2.1"].map((version) => ({ ...door, version }));
    expect(renderSchemaPages(versions).get("index.md")).toContain(
      [
        "| Event | Version | What it tells | Page |",
        "| --- | --- | --- | --- |",
        '| `example.org/door` | `"2.1"` | Somebody used the door. | [Door action](example.org/door/v2.1.md) |',
        "| `example.org/door` | `9` | Somebody used the door. | [Door action](example.org/door/v9.md) |",
        "| `example.org/door` | `10` | Somebody used the door. | [Door action](example.org/door/v10.md) |",
      ].join("\n"),
    );
  });

  it.each([
    ["It opens, e.g. Monday. Then it shuts.", "It opens, e.g. Monday."],
    ["Version 1.5 of it", "Version 1.5 of it"],
    ["One\nsentence over\ntwo lines.\n\nNext", "One sentence over two lines."],
    ["Of three kinds:\n- a\n- b", "Of three kinds:"],
  ])("takes %j for the sentence %j", (description, sentence) => {
    const index = renderSchemaPages([{ $id: "x", version: 1, description, properties: {} }]).get("index.md");
    expect(index).toContain(`| ${sentence} |`);
  });
});
