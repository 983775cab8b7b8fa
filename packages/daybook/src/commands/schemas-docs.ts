import { resolve } from "node:path";
import { CommandError, UsageError } from "../errors.js";
import { renderSchemaPages } from "../schemas/docs.js";
import { PageFolder } from "../schemas/page-folder.js";
import type { Command } from "./command.js";
import { logWithSchemas, schemaConfigFlag } from "./known-schemas.js";

export const schemasDocsCommand: Command = {
  words: ["schemas", "docs"],
  summary: "generates reference pages for the event schemas",
  details:
    "Pages that it generated earlier and that no schema has any more are deleted; other files are left alone.",
  flags: {
    out: { value: "DIR", description: "the folder for the pages" },
    check: { description: "write nothing; exit with 1 and name the pages that are out of date" },
    config: schemaConfigFlag,
  },
  async run(invocation) {
    const { values, switches, terminal } = invocation;
    if (values.out === undefined)
      throw new UsageError("daybook schemas docs needs --out DIR, the folder for the pages");
    const log = await logWithSchemas(invocation);
    const folder = new PageFolder(resolve(terminal.cwd, values.out));
    const changes = await folder.compare(rendered(log.schemas));
    if (switches.has("check")) {
      if (changes.length === 0) return 0;
      const lines = changes.map(({ name, state }) => `${values.out}/${name} is ${state}`);
      throw new CommandError(
        `these pages are out of date; daybook schemas docs --out ${values.out} writes them:\n${lines.join("\n")}`,
      );
    }
    await folder.apply(changes);
    for (const { name, state } of changes) terminal.err(`${values.out}/${name} was ${state}\n`);
    return 0;
  },
};

/** A schema that does not accept its own examples can be recorded, but has no page. */
function rendered(schemas: readonly object[]): Map<string, string> {
  try {
    return renderSchemaPages(schemas);
  } catch (error) {
    throw new CommandError(`the pages cannot be generated: ${(error as Error).message}`, { cause: error });
  }
}
