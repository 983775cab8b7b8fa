import type { PropertyDescription, SchemaDescription } from "@daybook/eventlog";
import type { Configuration } from "../configuration/configuration.js";

/**
 * What a configuration records, withholds and denies, where events go, and what in it has no effect: the report at
 * start-up, and the output of `daybook policy`. Plain text that ends with a line end.
 */
export function policyReport(configuration: Configuration): string {
  const { log, handlers, warnings, source } = configuration;
  const schemas = log.describeSchemas();
  const allowed = schemas.filter((schema) => schema.allowed);
  const { broadcastSchemas } = log.live;
  const broadcast = schemas.filter(({ schema, allowed }) => !allowed && broadcastSchemas.includes(schema));
  const denied = schemas.filter((schema) => !schema.allowed && !broadcast.includes(schema));
  const blocks = [
    [source.file === undefined ? "Configuration: none" : `Configuration: ${source.name}`],
    nothingRecorded(configuration, allowed.length),
    allowed.length === 0 ? [] : ["Recorded:", ...allowed.flatMap(allowedSchema)],
    broadcast.length === 0
      ? []
      : [
          "Passed on whole to live subscribers, and recorded nowhere, as EventLog.broadcast_schemas lists them:",
          ...broadcast.map(title).map(indent),
        ],
    denied.length === 0
      ? []
      : ["Denied, as EventLog.allowed_schemas does not list them:", ...denied.map(title).map(indent)],
    handlers.length === 0 ? [] : ["Events go to:", ...handlers.map(({ label }) => indent(label))],
    warnings.length === 0 ? [] : ["Warnings:", ...warnings.map(indent)],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** Says loudly that nothing is recorded, why, and how to change it. */
function nothingRecorded({ handlers, source }: Configuration, allowed: number): string[] {
  const missing: string[] = [];
  if (allowed === 0) missing.push("list the schemas to record in EventLog.allowed_schemas");
  if (handlers.length === 0) missing.push("say where events go in EventLog.handlers");
  if (missing.length === 0) return [];
  const file =
    source.file === undefined ? "create a file daybook.yaml here (or name one with --config): " : "";
  return [`NOTHING IS RECORDED. To record, ${file}${missing.join(", and ")}.`];
}

function allowedSchema(schema: SchemaDescription): string[] {
  const lines = [indent(title(schema))];
  const names = schema.properties.map(({ name }) => name);
  if (!schema.usesCategories) {
    const list = names.length === 0 ? "" : `: ${names.join(", ")}`;
    lines.push(indent(indent(`recorded whole, as the schema declares no categories${list}`)));
    return lines;
  }
  const width = Math.max(...names.map((name) => name.length));
  lines.push(
    ...schema.properties
      .flatMap((property) => propertyLines(property, width))
      .map(indent)
      .map(indent),
  );
  if (schema.properties.some(({ recorded, withheldParts }) => !recorded || withheldParts.length > 0)) {
    lines.push(indent(indent("What is withheld stands in the log as null.")));
  }
  return lines;
}

function propertyLines(
  { name, recorded, reason, withheldParts }: PropertyDescription,
  width: number,
): string[] {
  const lines = [`${recorded ? "recorded" : "withheld"}  ${name.padEnd(width)}  ${reason}`];
  if (withheldParts.length > 0)
    lines.push(`withheld  ${"".padEnd(width)}  inside it: ${withheldParts.join(", ")}`);
  return lines;
}

function title({ schema, version }: SchemaDescription): string {
  return `${schema} version ${version}`;
}

function indent(line: string): string {
  return `  ${line}`;
}
