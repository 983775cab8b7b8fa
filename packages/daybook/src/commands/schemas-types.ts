import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileErrorInWords } from "@daybook/eventlog";
import { CommandError, UsageError } from "../errors.js";
import { eventTypes } from "../types/event-types.js";
import type { Command } from "./command.js";
import { logWithSchemas, schemaConfigFlag } from "./known-schemas.js";

export const schemasTypesCommand: Command = {
  words: ["schemas", "types"],
  summary: "generates TypeScript types, with which recordEvent takes no wrong event",
  details: "The package json-schema-to-typescript generates them; it has to be installed beside Daybook.",
  flags: {
    out: { value: "FILE", description: "the file for the types, such as events.d.ts" },
    check: { description: "write nothing; exit with 1 where the file is out of date" },
    module: {
      value: "NAME",
      description: "the package that programs import EventLog from; without it: daybook",
    },
    config: schemaConfigFlag,
  },
  async run(invocation) {
    const { values, switches, terminal } = invocation;
    const { out, module = "daybook" } = values;
    if (out === undefined)
      throw new UsageError("daybook schemas types needs --out FILE, the file for the types");
    const log = await logWithSchemas(invocation);
    const text = await eventTypes(log.schemas, module);
    const path = resolve(terminal.cwd, out);
    if ((await present(path)) === text) return 0;
    if (switches.has("check")) throw new CommandError(`${out} is out of date; without --check it is written`);
    await write(path, text, out);
    return 0;
  },
};

async function present(path: string): Promise<string | undefined> {
  try {
    // A checkout on Windows may have other line ends; that makes no file outdated.
    return (await readFile(path, "utf8")).replaceAll("\r\n", "\n");
  } catch {
    return undefined;
  }
}

async function write(path: string, text: string, name: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new CommandError(`${name}: ${fileErrorInWords(error, "write")}`, { cause: error });
  }
}
