import { codeSpan, escapeHtml, firstSentence, table } from "./markdown.js";
import type { EventSchema } from "./event-schema.js";
import { generatedNotice, titleOf } from "./schema-page.js";

/** The page that leads to all others: one row for each schema version, in the order given. */
export function indexPage(pages: ReadonlyMap<string, EventSchema>): string {
  const rows = [...pages].map(([name, schema]) => [
    codeSpan(schema.$id),
    codeSpan(JSON.stringify(schema.version)),
    typeof schema.description === "string" ? escapeHtml(firstSentence(schema.description)) : "",
    `[${titleOf(schema).replace(/[[\]]/g, "\\$&")}](${name})`,
  ]);
  const parts = [
    generatedNotice,
    "# Events",
    "Nothing below is recorded until an operator allows its schema; each page says how, and what of it is withheld.",
    table(["Event", "Version", "What it tells", "Page"], rows),
  ];
  return `${parts.join("\n\n")}\n`;
}
