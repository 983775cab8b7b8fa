import { resolve } from "node:path";
import { EventLog, SchemaError } from "@daybook/eventlog";
import type { Command } from "./command.js";

export const schemasValidateCommand: Command = {
  words: ["schemas", "validate"],
  summary: "checks schema files as a server would at its start",
  details: "Exits with 1 where a file is wrong, and says what is on standard error.",
  parameters: { usage: "FILE..", minimum: 1, maximum: Number.POSITIVE_INFINITY },
  flags: {},
  async run({ parameters, terminal }) {
    let status = 0;
    for (const name of parameters) {
      const path = resolve(terminal.cwd, name);
      try {
        terminal.out(`${name}: ${await validated(path)}\n`);
      } catch (error) {
        if (!(error instanceof SchemaError)) throw error;
        terminal.err(`${name}: ${error.message.replace(`${path}: `, "")}\n`);
        status = 1;
      }
    }
    return status;
  },
};

/** Each file is checked by itself, so that two drafts of one version can be checked together. */
async function validated(path: string): Promise<string> {
  const log = new EventLog();
  await log.registerSchemaFile(path);
  const [description] = log.describeSchemas();
  return `${description?.schema} version ${description?.version} is valid`;
}
