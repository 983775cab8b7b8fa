import { resolve } from "node:path";
import { EventLog, SchemaError } from "@daybook/eventlog";
import { schemaFilesAt } from "../configuration/schema-files.js";
import { displayPath } from "../display-path.js";
import { locatedProblems } from "../schemas/schema-source.js";
import type { Command, Invocation } from "./command.js";

export const schemasValidateCommand: Command = {
  words: ["schemas", "validate"],
  summary: "checks schema files as a server would at its start",
  details:
    "Of a folder it checks all schema files below it, together. Exits with 1 where a file is wrong, and says what and where on standard error.",
  parameters: { usage: "FILE..", minimum: 1, maximum: Number.POSITIVE_INFINITY },
  flags: {},
  async run({ parameters, terminal }) {
    let valid = true;
    for (const name of parameters) valid = (await validate(name, terminal)) && valid;
    return valid ? 0 : 1;
  },
};

/**
 * Files that are named one by one are checked by themselves, so that two drafts of one version can be checked together;
 * those of a folder would be registered together.
 */
async function validate(name: string, terminal: Invocation["terminal"]): Promise<boolean> {
  const { cwd } = terminal;
  let files: readonly string[];
  try {
    files = schemaFilesAt(name, cwd);
  } catch (error) {
    terminal.err(`${name}: ${(error as Error).message}\n`);
    return false;
  }
  if (files.length === 0) terminal.err(`${name}: there is no schema file in this folder\n`);
  const log = new EventLog();
  let valid = files.length > 0;
  for (const path of files) {
    const shown = path === resolve(cwd, name) ? name : displayPath(path, cwd);
    const before = new Set(log.schemas);
    try {
      await log.registerSchemaFile(path);
      const added = log.schemas.find((schema) => !before.has(schema)) as { $id: string; version: unknown };
      terminal.out(`${shown}: ${added.$id} version ${added.version} is valid\n`);
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      for (const line of await locatedProblems(path, shown, cwd, error)) terminal.err(`${line}\n`);
      valid = false;
    }
  }
  return valid;
}
