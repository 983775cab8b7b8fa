import { resolve } from "node:path";
import { EventLog, SchemaError } from "@daybook/eventlog";
import type { Break } from "../compatibility/break.js";
import { compareSchemas } from "../compatibility/compare-schemas.js";
import { UsageError } from "../errors.js";
import type { EventSchema } from "../schemas/event-schema.js";
import { locatedProblems, SchemaSource } from "../schemas/schema-source.js";
import type { Command, Invocation } from "./command.js";

export const schemasDiffCommand: Command = {
  words: ["schemas", "diff"],
  summary: "says what a new version of a schema breaks, for writers and for readers",
  details: [
    "Writers are programs that record events as the old version has them; readers are programs that read what is recorded,",
    "and pass over properties that they do not know. What cannot be told is a break. Exits with 1 where there is one.",
  ].join("\n"),
  parameters: { usage: "OLD NEW", minimum: 2, maximum: 2 },
  flags: {},
  async run({ parameters, terminal }) {
    const [old, young] = [
      await read(parameters[0] ?? "", terminal),
      await read(parameters[1] ?? "", terminal),
    ];
    const { writers, readers, withheld, revealed } = compareSchemas(old.schema, young.schema);
    terminal.out(
      [
        `${old.schema.$id} version ${old.schema.version} → ${renamed(old.schema, young.schema)}version ${young.schema.version}`,
        ...section("writers", lines(writers, young.source)),
        ...section("readers", [...lines(readers, old.source), ...lines(withheld, young.source)]),
        ...section("policies", lines(revealed, young.source)),
        "",
      ].join("\n"),
    );
    return [writers, readers, withheld, revealed].every((breaks) => breaks.length === 0) ? 0 : 1;
  },
};

interface SchemaFile {
  readonly schema: EventSchema;
  readonly source: SchemaSource;
}

/** @throws {UsageError} where there is no valid schema in the file: nothing can be said then */
async function read(name: string, { cwd }: Invocation["terminal"]): Promise<SchemaFile> {
  const path = resolve(cwd, name);
  const log = new EventLog();
  try {
    await log.registerSchemaFile(path);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const problems = await locatedProblems(path, name, cwd, error);
    throw new UsageError(`only valid schemas can be compared\n${problems.join("\n")}`, { cause: error });
  }
  return { schema: log.schemas[0] as EventSchema, source: await SchemaSource.read(path, cwd) };
}

/** Under another id it is another event for writers and policies, whatever it looks like. */
function renamed(old: EventSchema, young: EventSchema): string {
  return old.$id === young.$id ? "" : `${young.$id} `;
}

function section(whom: string, breaks: readonly string[]): string[] {
  if (breaks.length === 0) return [`${whom}: compatible`];
  return [`${whom}: ${breaks.length === 1 ? "1 break" : `${breaks.length} breaks`}`, ...breaks];
}

function lines(breaks: readonly Break[], source: SchemaSource): string[] {
  return breaks.map(({ place, message }) => {
    const position = source.positionOf(place);
    const at = position === undefined ? "" : `:${position.line}:${position.column}`;
    return `  ${source.name}${at}: ${place || "the schema"}: ${message}`;
  });
}
