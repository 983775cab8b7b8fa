import { byIdAndVersion, type EventSchema } from "./event-schema.js";
import { indexPage } from "./index-page.js";
import { pageName } from "./page-name.js";
import { schemaPage } from "./schema-page.js";

/**
 * Reference pages for event schemas, as Markdown: one for each schema and version, and `index.md`, which leads to
 * them. The same schemas give the same pages to the byte, in whatever order they come.
 *
 * @param schemas schema documents that a log would register: objects with `$id`, `version` and `properties`
 * @returns text of each page by its file name, relative to the folder that will hold them and with `/` between the
 * parts: `hub.jupyter.org/server-action/v1.md`
 * @throws {TypeError} for a schema without `$id` or `version`, and what an event log throws for one that cannot be
 * registered or does not accept its own examples
 *
 * @example
 * const pages = renderSchemaPages([{ $id: "example.org/door", version: 1, properties: { open: { type: "boolean" } } }]);
 * [...pages.keys()]; // ["index.md", "example.org/door/v1.md"]
 */
export function renderSchemaPages(schemas: readonly object[]): Map<string, string> {
  const named = new Map<string, EventSchema>();
  const taken = new Set(["index.md"]);
  for (const schema of schemas.map(checked).sort(byIdAndVersion)) {
    const name = freeName(pageName(schema.$id, schema.version), taken);
    taken.add(name.toLowerCase());
    named.set(name, schema);
  }
  const pages = new Map([["index.md", indexPage(named)]]);
  for (const [name, schema] of named) pages.set(name, schemaPage(schema));
  return pages;
}

function checked(schema: object): EventSchema {
  const { $id, version } = schema as Partial<EventSchema>;
  if (typeof $id !== "string") throw new TypeError("a schema without $id has no page");
  if (typeof version !== "string" && typeof version !== "number") {
    throw new TypeError(`schema ${$id} without version has no page`);
  }
  return schema as EventSchema;
}

/** Different ids may come to the same file name, all the more where the file system does not mind capitals. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = name.replace(/\.md$/, `-${count}.md`);
  return free;
}
