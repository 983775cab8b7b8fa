import { EventLog } from "@daybook/eventlog";
import { shippedSchemaFiles } from "@daybook/notebook-events";
import { loadConfiguration } from "../configuration/configuration.js";
import type { Flag, Invocation } from "./command.js";

/** The flag of commands that work on schemas. */
export const schemaConfigFlag: Flag = {
  value: "FILE",
  description: "a configuration, to include the schemas of its EventLog.schema_paths",
};

/**
 * A log with all schemas that a command works on: those that come with Daybook, and with `--config` those of the
 * configuration.
 */
export async function logWithSchemas({ values, terminal }: Invocation): Promise<EventLog> {
  if (values.config !== undefined) {
    const { log } = await loadConfiguration({ file: values.config, cwd: terminal.cwd });
    return log;
  }
  const log = new EventLog();
  for (const file of shippedSchemaFiles()) await log.registerSchemaFile(file);
  return log;
}
