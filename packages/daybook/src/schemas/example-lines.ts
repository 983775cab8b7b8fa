import { EventLog, NullHandler } from "@daybook/eventlog";

/** Pages are compared and reviewed, so their examples all happened at the same moment. */
const timestamp = "2026-01-15T09:30:00.000Z";

/**
 * Events as they stand in the log, one line each. A real log writes them, so that the page cannot be wrong about the
 * capsule or the policy.
 *
 * @throws what the log throws where the schema cannot be registered or does not accept an example
 */
export function exampleLines(
  schema: { readonly $id: string; readonly version: number | string },
  examples: readonly object[],
  allowedCategories: readonly string[],
): string {
  const log = new EventLog({
    handlers: [new NullHandler()],
    allowedSchemas: { [schema.$id]: { allowedCategories } },
  });
  log.registerSchema(schema);
  return examples
    .map((example) => JSON.stringify(log.recordEvent(schema.$id, schema.version, example, { timestamp })))
    .join("\n");
}
