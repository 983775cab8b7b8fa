import type { Command } from "./command.js";
import { logWithSchemas, schemaConfigFlag } from "./known-schemas.js";

/** One schema version a line: id, version and title, with a tab between them. */
export const schemasListCommand: Command = {
  words: ["schemas", "list"],
  summary: "lists the event schemas: id, version and title",
  flags: { config: schemaConfigFlag },
  async run(invocation) {
    const log = await logWithSchemas(invocation);
    for (const { schema, version, title } of log.describeSchemas()) {
      invocation.terminal.out(`${[schema, version, title ?? ""].join("\t")}\n`);
    }
    return 0;
  },
};
