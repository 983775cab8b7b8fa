import type { EventLog } from "@daybook/eventlog";
import { serverError } from "../../errors.js";

/** What a subscriber asks for. */
export interface Wish {
  /** The ids of schemas, sorted; undefined for all, also those that are registered later. */
  readonly schemas: readonly string[] | undefined;
  /** From when on it wants to catch up, in milliseconds; undefined where only what comes. */
  readonly since: number | undefined;
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/**
 * Reads `?schema=` (any number of them) and `?since=` of `WS /api/events/subscribe`.
 *
 * @throws {ServerError} `unknown-schema` where a schema is not registered, `bad-request` for what is no time
 */
export function readWish(query: unknown, log: EventLog): Wish {
  const { schema, since } = query as { schema?: string | string[]; since?: string | string[] };
  return {
    schemas: schema === undefined ? undefined : knownSchemas([schema].flat(), log),
    since: since === undefined ? undefined : readTime(since),
  };
}

function knownSchemas(asked: readonly string[], log: EventLog): string[] {
  const registered = new Set(log.schemas.map((document) => (document as { $id: string }).$id));
  const unknown = asked.find((id) => !registered.has(id));
  if (unknown !== undefined) {
    throw serverError(
      "unknown-schema",
      `No schema is registered under the id in 'schema': ${JSON.stringify(unknown.slice(0, 200))}`,
    );
  }
  return [...new Set(asked)].sort();
}

function readTime(since: string | string[]): number {
  // In an address, a plus that nobody has encoded becomes a blank.
  const text = typeof since === "string" ? since.replace(" ", "+") : "";
  const time = rfc3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw serverError("bad-request", "'since' must be an RFC 3339 time, such as 2026-11-23T06:39:42Z");
  return time;
}
