import { resolve } from "node:path";
import { EventLog } from "@daybook/eventlog";
import { shippedSchemaFiles } from "@daybook/notebook-events";
import { displayPath } from "../display-path.js";
import { HandlerBuilder, reasonOf } from "./build-handlers.js";
import type { ConfigurationSource } from "./configuration-source.js";
import type { ConfiguredHandler } from "./configured-handler.js";
import { findConfigurationFile } from "./find-file.js";
import { ModuleLoader } from "./module-loader.js";
import { policyWarnings } from "./policy-warnings.js";
import { Problems } from "./problem.js";
import { readSource } from "./read-source.js";
import { schemaFilesAt } from "./schema-files.js";
import { readSettings, type Settings } from "./settings.js";

/** A configuration that was read and found right. */
export interface Configuration {
  readonly source: ConfigurationSource;
  readonly settings: Settings;
  /** Made, but not opened: nothing is created or truncated until {@link openHandlers}. */
  readonly handlers: readonly ConfiguredHandler[];
  /** The log with its policy and all schemas, without handlers yet. */
  readonly log: EventLog;
  /** What is right but probably not meant, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Reads and checks a configuration, and the modules and schemas it names.
 *
 * @param options.file as given with `--config`, relative to `cwd`; without it, the one file of a usual name in `cwd`,
 * and without that nothing is configured
 * @throws {ConfigurationError} with everything that is wrong, each with its place in the file
 */
export async function loadConfiguration(options: {
  file?: string | undefined;
  cwd: string;
}): Promise<Configuration> {
  const source = await findSource(options.file, options.cwd);
  const problems = new Problems();
  const settings = readSettings(source, problems);
  const handlers = await buildHandlers(source, settings, problems);
  const log = new EventLog({
    allowedSchemas: settings.EventLog.allowedSchemas ?? [],
    eventIds: settings.EventLog.eventIds ?? false,
    broadcastSchemas: settings.EventLog.broadcastSchemas ?? [],
    ack: settings.ServerApp.ack ?? "durable",
    directory: source.directory,
  });
  for (const file of shippedSchemaFiles()) await log.registerSchemaFile(file);
  const warnings = await registerSchemas(log, source, settings, options.cwd, problems);
  problems.throwIfAny(source);
  return { source, settings, handlers, log, warnings: [...warnings, ...policyWarnings(log)] };
}

/**
 * Opens the handlers and hands them to the log, which then records.
 *
 * @throws {ConfigurationError} where some cannot work as configured; the others are closed again
 */
export async function openHandlers({ source, handlers, log }: Configuration): Promise<void> {
  const problems = new Problems();
  for (const { handler, place, route } of handlers) {
    try {
      log.registerHandler(handler, route);
    } catch (error) {
      problems.add({ place, message: `cannot be opened: ${reasonOf(error)}` });
    }
  }
  // Nothing was recorded yet, so that nothing can be lost in closing.
  if (!problems.isEmpty) await log.close().catch(() => {});
  problems.throwIfAny(source);
}

async function findSource(file: string | undefined, cwd: string): Promise<ConfigurationSource> {
  const path = file === undefined ? findConfigurationFile(cwd) : resolve(cwd, file);
  if (path !== undefined) return readSource(path, cwd);
  return {
    name: "no configuration",
    file: undefined,
    directory: cwd,
    naming: "snake_case",
    value: undefined,
    positionOf: () => undefined,
  };
}

async function buildHandlers(
  source: ConfigurationSource,
  settings: Settings,
  problems: Problems,
): Promise<ConfiguredHandler[]> {
  const builder = new HandlerBuilder(source.directory, new ModuleLoader(source.directory), problems);
  const handlers: ConfiguredHandler[] = [];
  for (const [index, description] of (settings.EventLog.handlers ?? []).entries()) {
    const built = await builder.build(description, ["EventLog", "handlers", index]);
    if (built !== undefined) handlers.push(built);
  }
  return handlers;
}

/** @returns warnings */
async function registerSchemas(
  log: EventLog,
  { directory, naming }: ConfigurationSource,
  settings: Settings,
  cwd: string,
  problems: Problems,
): Promise<string[]> {
  const warnings: string[] = [];
  const option = naming === "camelCase" ? "schemaPaths" : "schema_paths";
  for (const [index, path] of (settings.EventLog.schemaPaths ?? []).entries()) {
    const place = ["EventLog", option, index];
    try {
      const files = schemaFilesAt(path, directory);
      if (files.length === 0) warnings.push(`EventLog.${option}: there is no schema file in ${path}.`);
      for (const file of files) {
        const problem = await registrationProblem(log, file, cwd);
        if (problem !== undefined) problems.add({ place, message: problem });
      }
    } catch (error) {
      problems.add({ place, message: reasonOf(error) });
    }
  }
  return warnings;
}

async function registrationProblem(log: EventLog, file: string, cwd: string): Promise<string | undefined> {
  try {
    await log.registerSchemaFile(file);
    return undefined;
  } catch (error) {
    // The library names the file where it cannot be read, and the schema where that is wrong.
    const reason = reasonOf(error).replace(`${file}: `, "").replace(/:$/, "");
    return `${displayPath(file, cwd)}: ${reason}`;
  }
}
