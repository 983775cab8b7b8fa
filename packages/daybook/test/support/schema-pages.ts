import { readFileSync } from "node:fs";
import { shippedSchemaFiles } from "@daybook/notebook-events";
import { parse } from "yaml";
import { renderSchemaPages } from "../../src/schemas/docs.js";

/** The schema documents that come with Daybook. */
export const shipped = shippedSchemaFiles().map((file) => parse(readFileSync(file, "utf8")) as object);

/** A schema with something of everything. */
export const door = {
  $id: "example.org/door",
  version: 2,
  title: "Door action",
  description: "Somebody used the door. Not the window.\n\nNo event tells who.\n\n- nor why\n",
  type: "object",
  required: ["action"],
  properties: {
    action: {
      description: "What was done.\n\n- `open`: from either side",
      type: "string",
      enum: ["open", "shut"],
      categories: ["unrestricted"],
    },
    person: { description: "Who | <b>if known</b>", type: ["string", "null"], category: "example.org/name" },
  },
  examples: [{ action: "open", person: "ada" }],
};

/** The one page of a schema. */
export function pageOf(schema: object): string {
  const [, page] = renderSchemaPages([schema]).values();
  return page!;
}

/** The cells of the table row that shows a property. */
export function rowOf(page: string, property: string): string[] | undefined {
  const line = page.split("\n").find((text) => text.startsWith(`| \`${property}\` |`));
  return line
    ?.split(/(?<!\\)\|/)
    .slice(2, -1)
    .map((cell) => cell.trim());
}
