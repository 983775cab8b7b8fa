import { PostgresHandler, type PostgresHandlerOptions } from "@daybook/handlers";
import { opened } from "../../../packages/handlers/test/support/opened.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import type { PostgresServer } from "../../support/postgres-server.js";

/** Does not wait long before it tries again. */
export const soon = { retryDelay: 5, maxRetryDelay: 20 };

/** An opened handler, on a database of its own unless one is named. */
export async function openPostgresHandler(
  server: PostgresServer,
  given: PostgresHandlerOptions = {},
  database?: string,
) {
  const name = database ?? (await server.createDatabase());
  const spool = temporaryFolder();
  const handler = new PostgresHandler({ ...server.options(name), spool, ...soon, ...given });
  const query = (text: string) => server.query(text, name);
  const numbers = async (table = "events") =>
    (await query(`SELECT event->'number' AS number FROM ${table} ORDER BY ctid`)).map(({ number }) => number);
  return { ...opened(handler), database: name, spool, query, numbers };
}
