import { stringify } from "yaml";
import { UsageError } from "../errors.js";
import { byIdAndVersion, type EventSchema } from "../schemas/event-schema.js";
import { didYouMean } from "../suggestion.js";
import type { Command } from "./command.js";
import { logWithSchemas, schemaConfigFlag } from "./known-schemas.js";

export const schemasShowCommand: Command = {
  words: ["schemas", "show"],
  summary: "prints an event schema as YAML",
  details: "Without a version: the newest one.",
  parameters: { usage: "ID [VERSION]", minimum: 1, maximum: 2 },
  flags: { config: schemaConfigFlag },
  async run(invocation) {
    const log = await logWithSchemas(invocation);
    const [id = "", version] = invocation.parameters;
    const documents = log.schemas as readonly EventSchema[];
    invocation.terminal.out(stringify(find(documents, id, version), { lineWidth: 120 }));
    return 0;
  },
};

function find(documents: readonly EventSchema[], id: string, version: string | undefined): EventSchema {
  const versions = documents.filter((document) => document.$id === id);
  versions.sort(byIdAndVersion);
  const newest = versions.at(-1);
  if (newest === undefined) {
    const ids = new Set(documents.map(({ $id }) => $id));
    throw new UsageError(
      `there is no schema ${id}${didYouMean(id, ids) || "; daybook schemas list shows all, with --config also your own"}`,
    );
  }
  if (version === undefined) return newest;
  const found = versions.find((document) => String(document.version) === version);
  if (found !== undefined) return found;
  const known = versions.map((document) => document.version).join(", ");
  throw new UsageError(`schema ${id} has no version ${version}; there is ${known}`);
}
