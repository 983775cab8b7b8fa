import { type AllowedSchema, EventLog, MemoryHandler } from "../../src/index.js";

/** Records one event of a schema under a policy; returns its own properties as they were recorded. */
export function recordOne(
  schema: object,
  event: object,
  allowed: AllowedSchema = {},
): Record<string, unknown> | undefined {
  const memory = new MemoryHandler();
  const full: { $id: string; version: number } = { $id: "example.org/one", version: 1, ...schema };
  const log = new EventLog({ handlers: [memory], allowedSchemas: { [full.$id]: allowed } });
  log.registerSchema(full);
  log.recordEvent(full.$id, full.version, event);
  const [recorded] = memory.events;
  if (recorded === undefined) return undefined;
  const { __timestamp__, __schema__, __schema_version__, __metadata_version__, ...properties } = recorded;
  return properties;
}
