import { onTestFinished } from "vitest";
import { PostgresServer } from "../../support/postgres-server.js";
import { until } from "../support/until.js";
import { type DestinationKind, tempo } from "./destination.js";

const portion = 20_000;

/** A table, which refuses a row that comes again by its id. */
export const postgres: DestinationKind = {
  name: "PostgresHandler",
  async start(_, options = {}) {
    const server = await PostgresServer.create();
    onTestFinished(() => server.remove());
    const database = await server.createDatabase();
    return {
      port: server.port,
      handlerAt: (port) => ({
        class: "PostgresHandler",
        ...server.options(database),
        port,
        ...tempo,
        ...options,
      }),
      has: (count) => until(async () => (await countIn(server, database)) >= count),
      lines: () => linesIn(server, database),
      kill: () => server.kill(),
      restart: () => server.start(),
      freeze: () => server.freeze(),
      thaw: () => server.thaw(),
    };
  },
};

/** Before its first event, the handler has made no table. */
async function countIn(server: PostgresServer, database: string): Promise<number> {
  const [{ made } = {}] = await server.query("SELECT to_regclass('events') IS NOT NULL AS made", database);
  if (made !== true) return 0;
  const [{ rows } = {}] = await server.query("SELECT count(*)::int AS rows FROM events", database);
  return Number(rows);
}

/**
 * In portions, as they would not fit into one answer. A table has no order, but its transactions have; a batch is one, of
 * which the rows come together.
 */
async function linesIn(server: PostgresServer, database: string): Promise<string[]> {
  const session = await server.session(database);
  try {
    await session.query(`BEGIN; DECLARE arrived CURSOR FOR
      SELECT event::text AS line FROM events ORDER BY age(xmin) DESC, sequence`);
    const lines: string[] = [];
    for (;;) {
      const { rows } = await session.query<{ line: string }>(`FETCH ${portion} FROM arrived`);
      if (rows.length === 0) return lines;
      lines.push(...rows.map(({ line }) => line));
    }
  } finally {
    await session.end();
  }
}
